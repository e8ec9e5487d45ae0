-- doc: One row is one event of a handoff: work passed on with a summary, or taken over for leave.
-- grain: person_id, kind, object_id, bucket, event_id
with limits as (
    select
        max(case when name = 'handoff_words' then value end) as words,
        max(case when name = 'handoff_hours' then value * 3600 end) as seconds
    from rules.limits__thresholds
),

summary as (
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

passed_on as (
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

noted as (
    select
        passed_on.giver_id as person_id,
        passed_on.object_id,
        passed_on.container,
        passed_on.event_id,
        passed_on.held_from,
        passed_on.url,
        summary.event_id as summary_id,
        summary.occurred_at as summary_at,
        summary.url as summary_url
    from passed_on
    inner join summary
        on passed_on.object_id = summary.object_id and passed_on.giver_id = summary.person_id
    cross join limits
    where
        passed_on.giver_id = passed_on.former_person_id
        and abs(epoch(summary.occurred_at) - epoch(passed_on.held_from)) <= limits.seconds
),

absence as (
    select
        known.person_id,
        absence.absent_from,
        absence.absent_to
    from staging.roster__absence as absence
    inner join core._roster_id as known on absence.roster_id = known.roster_id
),

covered as (
    select distinct passed_on.*
    from passed_on
    inner join absence
        on
            passed_on.former_person_id = absence.person_id
            and cast(passed_on.held_from as date) between absence.absent_from and absence.absent_to
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
from noted
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
from noted
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
from covered
union all
select
    person_id,
    'handoff.cover' as kind,
    object_type,
    object_id,
    container,
    '' as bucket,
    event_id,
    occurred_at,
    url,
    'O' as evidence_level,
    'on_call_override' as rule_id
from core._person_event
where kind = 'pagerduty.override.taken'
