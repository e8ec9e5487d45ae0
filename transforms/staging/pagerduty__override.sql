-- doc: One row is one shift that a person took over from whom the schedule named.
-- grain: override_id
select
    override_id,
    schedule_id,
    user_id,
    started_at,
    ended_at,
    observed_at,
    _deleted_at as deleted_at
from raw.pagerduty__override
