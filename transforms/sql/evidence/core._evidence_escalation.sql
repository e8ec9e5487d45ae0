-- doc: One row is one event of an escalated ticket that one person was assigned and resolved.
-- grain: person_id, kind, object_id, event_id
with escalated_ticket as (
    select
        change.ticket_id,
        min(change.changed_at) as escalated_at
    from core._ticket_change as change
    cross join rules.tickets__escalation_labels as escalation_label
    where
        change.field = 'labels'
        and list_contains(string_split(change.to_value, ' '), escalation_label.name)
        and not list_contains(
            string_split(coalesce(change.from_value, ''), ' '), escalation_label.name
        )
    group by change.ticket_id
),

assignment as (
    select
        ticket_id,
        event_id,
        person_id,
        held_from
    from core._ticket_holder
    where giver_id is not null and giver_id <> coalesce(person_id, '')
),

absorbed_ticket as (
    select
        ticket.object_id,
        ticket.container,
        ticket.url,
        resolution.person_id,
        assignment.event_id as assigned_event_id,
        assignment.held_from,
        resolution.event_id as resolved_event_id,
        resolution.resolved_at
    from escalated_ticket
    inner join core._ticket as ticket on escalated_ticket.ticket_id = ticket.ticket_id
    inner join core._ticket_resolution as resolution
        on escalated_ticket.ticket_id = resolution.ticket_id
    inner join assignment
        on
            resolution.ticket_id = assignment.ticket_id
            and resolution.person_id = assignment.person_id
            and resolution.held_from = assignment.held_from
    where resolution.resolved_at > escalated_ticket.escalated_at
)

select
    person_id,
    'relationship.escalation_absorbed' as kind,
    'ticket' as object_type,
    object_id,
    container,
    '' as bucket,
    assigned_event_id as event_id,
    held_from as occurred_at,
    url,
    'I' as evidence_level,
    'escalation_ends_here' as rule_id
from absorbed_ticket
union all
select
    person_id,
    'relationship.escalation_absorbed' as kind,
    'ticket' as object_type,
    object_id,
    container,
    '' as bucket,
    resolved_event_id as event_id,
    resolved_at as occurred_at,
    url,
    'I' as evidence_level,
    'escalation_ends_here' as rule_id
from absorbed_ticket
