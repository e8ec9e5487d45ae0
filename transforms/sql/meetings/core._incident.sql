-- doc: One row is one incident of PagerDuty, whether it was declared as one or stayed an alert, and
-- doc: what it was merged into.
-- grain: object_id
select
    'pagerduty:' || incident_id as object_id,
    priority is not null
    or array_length(commander_ids) + array_length(communicator_ids) + array_length(scribe_ids)
    > 0 as is_declared,
    'pagerduty:' || merged_into_id as merged_into
from staging.pagerduty__incident
