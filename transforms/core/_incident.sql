-- doc: One row is one incident of PagerDuty, and whether it was declared as one or stayed an alert.
-- grain: object_id
select
    'pagerduty:' || incident.incident_id as object_id,
    coalesce(service.name, incident.service_id, '') as container,
    incident.priority is not null
    or len(incident.commander_ids) + len(incident.communicator_ids) + len(incident.scribe_ids) > 0
        as is_declared
from staging.pagerduty__incident as incident
left join staging.pagerduty__service as service on incident.service_id = service.service_id
where incident.deleted_at is null
