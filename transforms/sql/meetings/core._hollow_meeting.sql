-- doc: One row is one recurring one-to-one that only the calendar shows (NSE-6).
-- grain: person_id, object_id
-- In the weeks around it there is no call and no notes in the series, and no other guidance between
-- the two. A pairing that somebody else recorded is trace enough.
with trace_limit as (
    select value * 86400 as seconds
    from rules.limits__thresholds
    where name = 'meeting_trace_days'
),

one_to_one as (
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

meeting_with_notes as (
    select distinct calendar_copy.object_id
    from core._meeting_copy as calendar_copy
    inner join staging.google__attachment as attachment
        on
            calendar_copy.calendar = attachment.calendar
            and calendar_copy.event_id = attachment.event_id
),

meeting_trace as (
    select
        one_to_one.person_id,
        one_to_one.object_id
    from one_to_one
    cross join trace_limit
    inner join core._meeting as sibling on one_to_one.series_id = sibling.series_id
    left join meeting_with_notes on sibling.object_id = meeting_with_notes.object_id
    where
        (sibling.has_call or meeting_with_notes.object_id is not null)
        and abs(epoch(sibling.starts_at) - one_to_one.held_at) <= trace_limit.seconds
    union
    select
        one_to_one.person_id,
        one_to_one.object_id
    from one_to_one
    cross join trace_limit
    inner join core._guidance as guidance
        on
            one_to_one.person_id = guidance.person_id
            and one_to_one.mentee_person_id = guidance.mentee_person_id
    where
        guidance.via <> 'one_to_one'
        and abs(epoch(guidance.occurred_at) - one_to_one.held_at) <= trace_limit.seconds
)

select distinct
    one_to_one.person_id,
    one_to_one.object_id
from one_to_one
left join meeting_trace
    on
        one_to_one.person_id = meeting_trace.person_id
        and one_to_one.object_id = meeting_trace.object_id
where meeting_trace.person_id is null
