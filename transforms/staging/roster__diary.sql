-- doc: One row is what one volunteer spent on one kind of work in one week.
-- grain: roster_id, week, kind
select
    roster_id,
    week,
    kind,
    minutes,
    observed_at,
    _deleted_at as deleted_at
from raw.roster__diary
