-- doc: One row is one change by which one person sorted a ticket that is not theirs to solve.
-- grain: event_id
with own_limit as (
    select value * 3600 as seconds
    from rules.limits__thresholds
    where name = 'own_item_hours'
),

-- What only its reporter has touched was made by them and is sorted for nobody (NSE-6).
touched as (
    select
        event.object_id,
        min(event.occurred_at) as first_at
    from core._person_event as event
    inner join core._ticket as ticket on event.object_id = ticket.object_id
    where event.person_id <> coalesce(ticket.reporter_person_id, '')
    group by event.object_id
),

sorting as (
    select change.*
    from core._ticket_change as change
    left join rules.tickets__triage_fields as triage_field on change.field = triage_field.name
    left join rules.tickets__sorting_resolutions as resolution
        on change.field = 'resolution' and change.to_value = resolution.name
    where triage_field.name is not null or resolution.name is not null
)

select
    sorting.event_id,
    sorting.changed_at as occurred_at,
    sorting.person_id,
    'ticket' as object_type,
    ticket.object_id,
    ticket.container,
    ticket.url
from sorting
inner join core._ticket as ticket on sorting.ticket_id = ticket.ticket_id
left join core._ticket_resolution as resolution on sorting.ticket_id = resolution.ticket_id
left join core._ticket_holder as given on sorting.event_id = given.event_id
left join core._ticket_holder as holder
    on
        sorting.ticket_id = holder.ticket_id
        and sorting.person_id = holder.person_id
        and sorting.changed_at > holder.held_from
        and (holder.held_until is null or sorting.changed_at <= holder.held_until)
left join touched on ticket.object_id = touched.object_id
cross join own_limit
where
    sorting.person_id is not null
    and not ticket.is_release
    and coalesce(resolution.person_id, '') <> sorting.person_id
    and holder.ticket_id is null
    and coalesce(given.person_id, '') <> sorting.person_id
    and not coalesce(given.is_flip, false)
    and (
        coalesce(ticket.reporter_person_id, '') <> sorting.person_id
        or (
            epoch(sorting.changed_at) - epoch(ticket.created_at) > own_limit.seconds
            and touched.first_at < sorting.changed_at
        )
    )
