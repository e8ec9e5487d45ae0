-- doc: One row is one tool account that is a machine although its tool does not know it.
-- grain: tool, handle
select
    tool,
    handle,
    observed_at,
    _deleted_at as deleted_at
from raw.roster__machine
