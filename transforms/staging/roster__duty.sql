-- doc: One row is one interval in which one person held one duty for which time is allocated.
-- grain: roster_id, duty, held_from
select
    roster_id,
    duty,
    held_from,
    held_to,
    minutes_per_week,
    observed_at,
    _deleted_at as deleted_at
from raw.roster__duty
