-- doc: One row is one note on one incident.
-- grain: note_id
select
    note_id,
    incident_id,
    user_id,
    user_type,
    word_count,
    is_status_update,
    is_handover,
    page_ids,
    issue_keys,
    created_at,
    updated_at,
    observed_at,
    _deleted_at as deleted_at
from raw.pagerduty__note
