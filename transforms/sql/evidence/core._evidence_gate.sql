-- doc: One row is one release ticket that a person approved who neither held nor reported it.
-- grain: person_id, kind, object_id, event_id
select
    change.person_id,
    'review.release_gate' as kind,
    'ticket' as object_type,
    ticket.object_id,
    ticket.container,
    '' as bucket,
    change.event_id,
    change.changed_at as occurred_at,
    ticket.url,
    'O' as evidence_level,
    'release_approved' as rule_id
from core._ticket_change as change
inner join core._ticket as ticket on change.ticket_id = ticket.ticket_id
inner join rules.tickets__gate_statuses as gate_status on change.to_value = gate_status.name
left join core._ticket_holder as holder
    on
        change.ticket_id = holder.ticket_id
        and change.person_id = holder.person_id
        and change.changed_at > holder.held_from
        and (holder.held_until is null or change.changed_at <= holder.held_until)
where
    change.field = 'status'
    and change.person_id is not null
    and ticket.is_release
    and holder.ticket_id is null
    and ticket.reporter_person_id <> change.person_id
