-- doc: One row is one space by its immutable id.
-- grain: space_id
select
    space_id,
    key,
    url,
    observed_at,
    _deleted_at as deleted_at
from raw.confluence__space
