-- doc: One row is one tool account that the roster names for one person.
-- grain: roster_id, tool, handle
select
    roster_id,
    tool,
    handle,
    observed_at,
    _deleted_at as deleted_at
from raw.roster__account_claim
