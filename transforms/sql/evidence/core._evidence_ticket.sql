-- doc: One row is one resolved ticket that one person held while it was in progress.
-- grain: person_id, kind, object_id, event_id
-- Tickets that a person reported under one parent and resolves on one day count as one piece of
-- work: the first of them (NSE-6).
with split_ticket as (
    select
        ticket.ticket_id,
        first_value(ticket.object_id) over split_order as object_id
    from core._ticket_worker as worker
    inner join core._ticket as ticket
        on
            worker.ticket_id = ticket.ticket_id
            and worker.person_id = ticket.reporter_person_id
    where ticket.parent_id is not null and ticket.is_work and not ticket.is_corrective
    window split_order as (
        partition by
            worker.person_id,
            ticket.parent_id,
            cast(worker.resolved_at as date)
        order by worker.resolved_at, ticket.ticket_id
    )
)

select
    worker.person_id,
    case
        when ticket.is_corrective then 'incident.corrective_action' else 'delivery.ticket_work'
    end as kind,
    'ticket' as object_type,
    coalesce(split_ticket.object_id, ticket.object_id) as object_id,
    ticket.container,
    '' as bucket,
    worker.event_id,
    worker.resolved_at as occurred_at,
    ticket.url,
    'O' as evidence_level,
    case when ticket.is_corrective then 'corrective_action' else 'held_in_progress' end
        as rule_id
from core._ticket_worker as worker
inner join core._ticket as ticket on worker.ticket_id = ticket.ticket_id
left join split_ticket on ticket.ticket_id = split_ticket.ticket_id
left join core._evidence_escalation as escalation
    on
        ticket.object_id = escalation.object_id
        and worker.person_id = escalation.person_id
where
    (ticket.is_work or ticket.is_corrective)
    and escalation.person_id is null
