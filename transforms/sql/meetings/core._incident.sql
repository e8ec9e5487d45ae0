-- doc: One row is one incident of PagerDuty, and whether it was declared as one or stayed an alert.
-- grain: object_id
select
    'pagerduty:' || incident_id as object_id,
    priority is not null
    or array_length(commander_ids) + array_length(communicator_ids) + array_length(scribe_ids)
    > 0 as is_declared
from staging.pagerduty__incident
