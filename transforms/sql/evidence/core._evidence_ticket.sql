-- doc: One row is one ticket that one person held when it was resolved.
-- grain: person_id, kind, object_id, event_id
-- Tickets that a person reported under one parent and resolves on one day count as one piece of
-- work: the first of them (NSE-6).
with split_ticket as (
    select
        ticket.ticket_id,
        first_value(ticket.object_id) over split_order as object_id
    from core._ticket_resolution as resolution
    inner join core._ticket as ticket
        on
            resolution.ticket_id = ticket.ticket_id
            and resolution.person_id = ticket.reporter_person_id
    where ticket.parent_id is not null and ticket.is_work and not ticket.is_corrective
    window split_order as (
        partition by
            resolution.person_id,
            ticket.parent_id,
            cast(resolution.resolved_at as date)
        order by resolution.resolved_at, ticket.ticket_id
    )
)

select
    resolution.person_id,
    case
        when ticket.is_corrective then 'incident.corrective_action' else 'delivery.ticket_work'
    end as kind,
    'ticket' as object_type,
    coalesce(split_ticket.object_id, ticket.object_id) as object_id,
    ticket.container,
    '' as bucket,
    resolution.event_id,
    resolution.resolved_at as occurred_at,
    ticket.url,
    'O' as evidence_level,
    case when ticket.is_corrective then 'corrective_action' else 'assignee_at_resolution' end
        as rule_id
from core._ticket_resolution as resolution
inner join core._ticket as ticket on resolution.ticket_id = ticket.ticket_id
left join split_ticket on ticket.ticket_id = split_ticket.ticket_id
left join core._evidence_escalation as escalation
    on
        ticket.object_id = escalation.object_id
        and resolution.person_id = escalation.person_id
where
    resolution.person_id is not null
    and (ticket.is_work or ticket.is_corrective)
    and escalation.person_id is null
