-- doc: One row is one act of one contributor to one closed corrective action or one handoff.
-- grain: outcome_type, object_id, contributor, role, event_id
with corrective_action as (
    select
        ticket.object_id,
        worker.person_id,
        worker.event_id,
        worker.resolved_at as ended_at
    from core._ticket as ticket
    inner join core._ticket_worker as worker on ticket.ticket_id = worker.ticket_id
    where ticket.is_corrective
),

help_act as (
    select distinct
        event.object_id,
        coalesce(event.person_id, event.account_id, '') as contributor,
        event.person_id is not null as is_known,
        case when event.kind = 'jira.issue.worked_on' then 'contributor' else 'reviewer' end
            as role,
        event.event_id,
        event.occurred_at as contributed_at,
        corrective_action.ended_at
    from corrective_action
    inner join core.event as event
        on
            corrective_action.object_id = event.object_id
            and corrective_action.ended_at >= event.occurred_at
    left join core.account as machine
        on event.account_id = machine.account_id and machine.account_type = 'bot'
    where
        event.kind in ('jira.issue.worked_on', 'jira.issue.commented')
        and machine.account_id is null
),

handoff_note as (
    select
        evidence.object_id || ':' || evidence.bucket as object_id,
        evidence.person_id,
        evidence.event_id,
        evidence.occurred_at,
        holder.person_id as receiver_id,
        holder.held_from
    from core.activity_evidence as evidence
    left join core._ticket_holder as holder on evidence.event_id = holder.event_id
    where
        evidence.kind = 'handoff.handoff_note'
        and evidence.rule_id = 'reassigned_with_summary'
),

handoff as (
    select
        object_id,
        max(held_from) as ended_at
    from handoff_note
    group by object_id
)

select
    'corrective_action' as outcome_type,
    object_id,
    person_id as contributor,
    true as is_known,
    'owner' as role,
    event_id,
    ended_at as contributed_at,
    ended_at
from corrective_action
union all
select
    'corrective_action' as outcome_type,
    object_id,
    contributor,
    is_known,
    role,
    event_id,
    contributed_at,
    ended_at
from help_act
union all
select
    'handoff' as outcome_type,
    handoff_note.object_id,
    handoff_note.person_id as contributor,
    true as is_known,
    'giver' as role,
    handoff_note.event_id,
    handoff_note.occurred_at as contributed_at,
    handoff.ended_at
from handoff_note
inner join handoff on handoff_note.object_id = handoff.object_id
union all
select
    'handoff' as outcome_type,
    handoff_note.object_id,
    handoff_note.receiver_id as contributor,
    true as is_known,
    'receiver' as role,
    handoff_note.event_id,
    handoff_note.occurred_at as contributed_at,
    handoff.ended_at
from handoff_note
inner join handoff on handoff_note.object_id = handoff.object_id
where handoff_note.receiver_id is not null
