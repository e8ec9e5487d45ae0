-- doc: One row is one stretch of duty of one person.
-- grain: on_call_id
select
    escalation_policy_id,
    escalation_level,
    schedule_id,
    user_id,
    started_at,
    ended_at,
    on_call_id,
    observed_at,
    _deleted_at as deleted_at
from raw.pagerduty__on_call
