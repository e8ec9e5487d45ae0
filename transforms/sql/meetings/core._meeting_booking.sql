-- doc: One row is one series of meetings with guests that one person booked, for others or not.
-- grain: event_id
-- The first meeting says for whom; later parts of a series may have been handed over.
with first_meeting as (
    select
        series_id,
        person_id as organizer_id
    from core._meeting_organizer
    qualify
        row_number() over (
            partition by series_id
            order by created_at is null, created_at, starts_at, object_id
        ) = 1
),

series_size as (
    select
        organizer.series_id,
        max(meeting_size.people) as people
    from core._meeting_organizer as organizer
    inner join core._meeting_size as meeting_size on organizer.object_id = meeting_size.object_id
    group by organizer.series_id
)

select
    event.event_id,
    event.container,
    event.occurred_at,
    first_meeting.organizer_id is not null as is_organizer_known,
    coalesce(first_meeting.organizer_id <> event.person_id, false) as is_for_others
from core._person_event as event
inner join first_meeting on event.object_id = 'google:series:' || first_meeting.series_id
inner join series_size on first_meeting.series_id = series_size.series_id
where event.kind = 'google.meeting.booked' and series_size.people >= 2
