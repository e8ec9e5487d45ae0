-- doc: One row is one occurrence of one meeting, from the calendar that shows most of it.
-- grain: object_id
with calendar_copy as (
    select
        *,
        row_number() over (
            partition by object_id
            order by is_private asc, updated_at desc, calendar asc, event_id asc
        ) as place
    from core._meeting_copy
),

meeting_with_call as (
    select distinct object_id
    from core._meeting_call
)

select
    calendar_copy.object_id,
    calendar_copy.ical_uid,
    substr(sha256(calendar_copy.ical_uid), 1, 16) as series_id,
    calendar_copy.series_id is not null as is_recurring,
    calendar_copy.starts_at,
    calendar_copy.ends_at,
    calendar_copy.is_private,
    calendar_copy.title_class,
    calendar_copy.title_hash,
    calendar_copy.created_at,
    lower(calendar_copy.organizer_email) as organizer_email,
    lower(calendar_copy.creator_email) as creator_email,
    meeting_with_call.object_id is not null as has_call,
    -- The event's own link would spell its owner's address.
    'https://calendar.google.com/calendar/r/day/'
    || strftime(calendar_copy.starts_at, '%Y/%m/%d') as url
from calendar_copy
left join meeting_with_call on calendar_copy.object_id = meeting_with_call.object_id
where calendar_copy.place = 1
