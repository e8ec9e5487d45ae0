-- doc: One row is one address invited to one occurrence; none of a private meeting.
-- grain: calendar, event_id, email
select
    calendar,
    event_id,
    email,
    response,
    is_organizer,
    is_optional,
    is_room,
    observed_at,
    _deleted_at as deleted_at
from raw.google__attendee
