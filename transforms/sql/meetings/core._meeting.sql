-- doc: One row is one occurrence of one meeting, from the calendar that shows most of it.
-- grain: object_id
with limits as (
    select value * 60 as early_seconds
    from rules.limits__thresholds
    where name = 'call_early_minutes'
),

calendar_copy as (
    select
        *,
        row_number() over (
            partition by object_id
            order by is_private asc, updated_at desc, calendar asc, event_id asc
        ) as place
    from core._meeting_copy
),

call as (
    select
        calendar_copy.object_id,
        min(conference.conference_id) as conference_id
    from calendar_copy
    cross join limits
    inner join staging.google__conference as conference
        on
            calendar_copy.meeting_code = conference.meeting_code
            and epoch(conference.started_at) < epoch(calendar_copy.ends_at)
            and epoch(coalesce(conference.ended_at, conference.started_at))
            > epoch(calendar_copy.starts_at) - limits.early_seconds
    where calendar_copy.place = 1
    group by calendar_copy.object_id
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
    call.conference_id,
    -- The event's own link would spell its owner's address.
    'https://calendar.google.com/calendar/r/day/'
    || strftime(calendar_copy.starts_at, '%Y/%m/%d') as url
from calendar_copy
left join call on calendar_copy.object_id = call.object_id
where calendar_copy.place = 1
