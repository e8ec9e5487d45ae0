-- doc: One row is one thing that happened to one incident.
-- grain: entry_id
select
    entry_id,
    type,
    incident_id,
    service_id,
    url,
    agent_id,
    agent_type,
    channel_type,
    assignee_ids,
    created_at,
    _deleted_at as deleted_at
from raw.pagerduty__log_entry
