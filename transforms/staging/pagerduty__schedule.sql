-- doc: One row is one on-call schedule.
-- grain: schedule_id
select
    schedule_id,
    name,
    url,
    observed_at,
    _deleted_at as deleted_at
from raw.pagerduty__schedule
