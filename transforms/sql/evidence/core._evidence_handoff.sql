-- doc: One row is one event of a handoff: reassigned with a summary, or taken over for leave.
-- grain: person_id, kind, object_id, bucket, event_id
with limits as (
    select
        max(case when name = 'handoff_words' then value end) as words,
        max(case when name = 'handoff_hours' then value * 3600 end) as seconds
    from rules.limits__thresholds
),

summary_comment as (
    select
        event.event_id,
        event.person_id,
        event.object_id,
        event.occurred_at,
        event.url
    from core._person_event as event
    inner join staging.jira__comment as comment
        on event.event_id = 'jira:comment:' || comment.comment_id
    cross join limits
    where comment.word_count >= limits.words
),

reassignment as (
    select
        ticket.object_id,
        ticket.container,
        ticket.url,
        holder.event_id,
        holder.held_from,
        holder.giver_id,
        holder.person_id,
        holder.former_person_id
    from core._ticket_holder as holder
    inner join core._ticket as ticket on holder.ticket_id = ticket.ticket_id
    where
        holder.former_person_id is not null
        and holder.person_id is not null
        and holder.person_id <> holder.former_person_id
        and not holder.is_flip
),

summarized_handoff as (
    select
        reassignment.giver_id as person_id,
        reassignment.object_id,
        reassignment.container,
        reassignment.event_id,
        reassignment.held_from,
        reassignment.url,
        summary_comment.event_id as summary_id,
        summary_comment.occurred_at as summary_at,
        summary_comment.url as summary_url
    from reassignment
    inner join summary_comment
        on
            reassignment.object_id = summary_comment.object_id
            and reassignment.giver_id = summary_comment.person_id
    cross join limits
    where
        reassignment.giver_id = reassignment.former_person_id
        and abs(epoch(summary_comment.occurred_at) - epoch(reassignment.held_from))
        <= limits.seconds
),

absence as (
    select
        roster_person.person_id,
        absence.absent_from,
        absence.absent_to
    from staging.roster__absence as absence
    inner join core._roster_id as roster_person on absence.roster_id = roster_person.roster_id
),

leave_cover as (
    select distinct reassignment.*
    from reassignment
    inner join absence
        on
            reassignment.former_person_id = absence.person_id
            and cast(
                reassignment.held_from as date
            ) between absence.absent_from and absence.absent_to
)

select
    person_id,
    'handoff.handoff_note' as kind,
    'ticket' as object_type,
    object_id,
    container,
    cast(cast(held_from as date) as varchar) as bucket,
    event_id,
    held_from as occurred_at,
    url,
    'O' as evidence_level,
    'reassigned_with_summary' as rule_id
from summarized_handoff
union
select
    person_id,
    'handoff.handoff_note' as kind,
    'ticket' as object_type,
    object_id,
    container,
    cast(cast(held_from as date) as varchar) as bucket,
    summary_id as event_id,
    summary_at as occurred_at,
    summary_url as url,
    'O' as evidence_level,
    'reassigned_with_summary' as rule_id
from summarized_handoff
union all
select
    person_id,
    'handoff.cover' as kind,
    'ticket' as object_type,
    object_id,
    container,
    '' as bucket,
    event_id,
    held_from as occurred_at,
    url,
    'O' as evidence_level,
    'taken_over_for_leave' as rule_id
from leave_cover
union all
select
    person_id,
    'handoff.cover' as kind,
    'override' as object_type,
    object_id,
    container,
    '' as bucket,
    event_id,
    occurred_at,
    url,
    'O' as evidence_level,
    'on_call_override' as rule_id
from core._on_call_cover
