-- doc: One row is one event of a ticket that was escalated to one person and ended with them.
-- grain: person_id, kind, object_id, event_id
with escalated as (
    select
        change.ticket_id,
        min(change.changed_at) as escalated_at
    from core._ticket_change as change
    cross join rules.tickets__escalation_labels as word
    where
        change.field = 'labels'
        and list_contains(string_split(change.to_value, ' '), word.name)
        and not list_contains(string_split(coalesce(change.from_value, ''), ' '), word.name)
    group by change.ticket_id
),

given as (
    select
        ticket_id,
        event_id,
        person_id,
        held_from
    from core._ticket_holder
    where giver_id is not null and giver_id <> coalesce(person_id, '')
),

absorbed as (
    select
        ticket.object_id,
        ticket.container,
        ticket.url,
        resolution.person_id,
        given.event_id as given_event_id,
        given.held_from,
        resolution.event_id as resolved_event_id,
        resolution.resolved_at
    from escalated
    inner join core._ticket as ticket on escalated.ticket_id = ticket.ticket_id
    inner join core._ticket_resolution as resolution on escalated.ticket_id = resolution.ticket_id
    inner join given
        on
            resolution.ticket_id = given.ticket_id
            and resolution.person_id = given.person_id
            and resolution.held_from = given.held_from
    where resolution.resolved_at > escalated.escalated_at
)

select
    person_id,
    'relationship.escalation_absorbed' as kind,
    'ticket' as object_type,
    object_id,
    container,
    '' as bucket,
    given_event_id as event_id,
    held_from as occurred_at,
    url,
    'I' as evidence_level,
    'escalation_ends_here' as rule_id
from absorbed
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
from absorbed
