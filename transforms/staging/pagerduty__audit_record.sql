-- doc: One row is one change of the configuration, such as a schedule's.
-- grain: record_id
select
    record_id,
    action,
    resource_type,
    resource_id,
    actor_id,
    actor_type,
    executed_at,
    _deleted_at as deleted_at
from raw.pagerduty__audit_record
