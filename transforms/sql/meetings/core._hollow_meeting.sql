-- doc: One row is one recurring one-to-one that nothing but the calendar tells of (NSE-6).
-- grain: person_id, object_id
-- Neither a call nor notes in the series, nor other guidance of the two, in the weeks around it; a
-- pairing that somebody else has put down is trace enough.
with around as (
    select value * 86400 as seconds
    from rules.limits__thresholds
    where name = 'meeting_trace_days'
),

held as (
    select
        guidance.person_id,
        guidance.mentee_person_id,
        guidance.object_id,
        meeting.series_id,
        epoch(meeting.starts_at) as held_at
    from core._guidance as guidance
    inner join core._meeting as meeting on guidance.object_id = meeting.object_id
    where guidance.via = 'one_to_one' and not guidance.is_paired
),

noted as (
    select distinct calendar_copy.object_id
    from core._meeting_copy as calendar_copy
    inner join staging.google__attachment as attachment
        on
            calendar_copy.calendar = attachment.calendar
            and calendar_copy.event_id = attachment.event_id
),

trace as (
    select
        held.person_id,
        held.object_id
    from held
    cross join around
    inner join core._meeting as sibling on held.series_id = sibling.series_id
    left join noted on sibling.object_id = noted.object_id
    where
        (sibling.conference_id is not null or noted.object_id is not null)
        and abs(epoch(sibling.starts_at) - held.held_at) <= around.seconds
    union
    select
        held.person_id,
        held.object_id
    from held
    cross join around
    inner join core._guidance as guidance
        on
            held.person_id = guidance.person_id
            and held.mentee_person_id = guidance.mentee_person_id
    where
        guidance.via <> 'one_to_one'
        and abs(epoch(guidance.occurred_at) - held.held_at) <= around.seconds
)

select distinct
    held.person_id,
    held.object_id
from held
left join trace on held.person_id = trace.person_id and held.object_id = trace.object_id
where trace.person_id is null
