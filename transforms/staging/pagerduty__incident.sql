-- doc: One row is one incident.
-- grain: incident_id
select
    incident_id,
    number,
    url,
    status,
    urgency,
    priority,
    service_id,
    team_ids,
    assignee_ids,
    commander_ids,
    communicator_ids,
    scribe_ids,
    created_at,
    resolved_at,
    observed_at,
    _deleted_at as deleted_at
from raw.pagerduty__incident
