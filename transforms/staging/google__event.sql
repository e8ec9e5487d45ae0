-- doc: One row is one occurrence of a meeting as one calendar shows it.
-- grain: calendar, event_id
select
    calendar,
    event_id,
    ical_uid,
    series_id,
    original_start,
    starts_at,
    ends_at,
    is_all_day,
    status,
    is_private,
    title_class,
    title_hash,
    organizer_email,
    creator_email,
    attendees_omitted,
    has_agenda,
    meeting_code,
    created_at,
    updated_at,
    observed_at,
    _deleted_at as deleted_at
from raw.google__event
