-- doc: One row is one interval in which one person was away.
-- grain: roster_id, absent_from
select
    roster_id,
    absent_from,
    absent_to,
    observed_at,
    _deleted_at as deleted_at
from raw.roster__absence
