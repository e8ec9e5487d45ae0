-- doc: One row is one change by which one person sorted a ticket that is not theirs to solve.
-- grain: event_id
with own_limit as (
    select value * 3600 as seconds
    from rules.limits__thresholds
    where name = 'own_item_hours'
),

-- Sorting a ticket that only its reporter has touched helps nobody (NSE-6).
first_reaction as (
    select
        event.object_id,
        min(event.occurred_at) as first_at
    from core._person_event as event
    inner join core._ticket as ticket on event.object_id = ticket.object_id
    where event.person_id <> coalesce(ticket.reporter_person_id, '')
    group by event.object_id
),

sorting_change as (
    select change.*
    from core._ticket_change as change
    left join rules.tickets__triage_fields as triage_field on change.field = triage_field.name
    left join rules.tickets__sorting_resolutions as resolution
        on change.field = 'resolution' and change.to_value = resolution.name
    where triage_field.name is not null or resolution.name is not null
)

select
    sorting_change.event_id,
    sorting_change.changed_at as occurred_at,
    sorting_change.person_id,
    'ticket' as object_type,
    ticket.object_id,
    ticket.container,
    ticket.url,
    ticket.is_reporter_known
from sorting_change
inner join core._ticket as ticket on sorting_change.ticket_id = ticket.ticket_id
left join core._ticket_resolution as resolution on sorting_change.ticket_id = resolution.ticket_id
left join core._ticket_holder as assignment on sorting_change.event_id = assignment.event_id
left join core._ticket_holder as holder
    on
        sorting_change.ticket_id = holder.ticket_id
        and sorting_change.person_id = holder.person_id
        and sorting_change.changed_at > holder.held_from
        and (holder.held_until is null or sorting_change.changed_at <= holder.held_until)
left join first_reaction on ticket.object_id = first_reaction.object_id
cross join own_limit
where
    sorting_change.person_id is not null
    and not ticket.is_release
    and coalesce(resolution.person_id, '') <> sorting_change.person_id
    and holder.ticket_id is null
    -- What is done is corrected, not sorted.
    and (resolution.ticket_id is null or sorting_change.changed_at <= resolution.resolved_at)
    and coalesce(assignment.person_id, '') <> sorting_change.person_id
    and not coalesce(assignment.is_flip, false)
    and (
        coalesce(ticket.reporter_person_id, '') <> sorting_change.person_id
        or (
            epoch(sorting_change.changed_at) - epoch(ticket.created_at) > own_limit.seconds
            and first_reaction.first_at < sorting_change.changed_at
        )
    )
