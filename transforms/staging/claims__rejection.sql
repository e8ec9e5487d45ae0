-- doc: One row is one row of claims that was not taken, and why.
-- grain: table_name, row_number
select
    table_name,
    row_number,
    cause,
    observed_at,
    _deleted_at as deleted_at
from raw.claims__rejection
