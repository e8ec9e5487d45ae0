-- doc: One row is one file attached to one occurrence; none of a private meeting.
-- grain: calendar, event_id, file_id
select
    calendar,
    event_id,
    file_id,
    mime_type,
    is_machine_title,
    observed_at,
    _deleted_at as deleted_at
from raw.google__attachment
