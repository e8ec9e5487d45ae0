select
    'claims' as source,
    table_name,
    row_number,
    cause
from staging.claims__rejection
union all
select
    'roster' as source,
    table_name,
    row_number,
    cause
from staging.roster__rejection
order by source, table_name, row_number
