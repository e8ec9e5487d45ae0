-- doc: One row is one resolved ticket: when, by which event, and who was assigned then.
-- grain: ticket_id
-- Work ends when a ticket enters a status that is done, not when its resolution is set or corrected
-- later, one by one or in bulk.
with ending as (
    select
        change.ticket_id,
        change.event_id,
        change.changed_at as resolved_at,
        case when change.field = 'status' then 1 else 2 end as rank
    from core._ticket_change as change
    inner join core._ticket as ticket on change.ticket_id = ticket.ticket_id
    where
        ticket.is_resolved
        and (
            (
                change.field = 'status'
                and ticket.is_done
                and change.to_category = 'done'
                and change.from_category is distinct from 'done'
            )
            or (
                change.field = 'resolution'
                and change.to_value is not null
                and change.from_value is null
            )
        )
    union all
    -- Jira keeps the date of tickets whose changes it does not know.
    select
        ticket.ticket_id,
        event.event_id,
        event.occurred_at as resolved_at,
        3 as rank
    from core._ticket as ticket
    inner join core.event as event
        on 'jira:issue_resolved:' || ticket.ticket_id = event.event_id
    where ticket.is_resolved and not event.is_future
),

last_ending as (
    select
        ticket_id,
        event_id,
        resolved_at
    from ending
    qualify
        row_number() over (
            partition by ticket_id
            order by rank asc, resolved_at desc, event_id desc
        ) = 1
)

-- The last holder may be nobody, or an account of no person: the holder before did not resolve it.
select
    last_ending.ticket_id,
    last_ending.event_id,
    last_ending.resolved_at,
    holder.person_id,
    holder.held_from
from last_ending
left join core._ticket_holder as holder
    on
        last_ending.ticket_id = holder.ticket_id
        and last_ending.resolved_at >= holder.held_from
qualify
    row_number() over (
        partition by last_ending.ticket_id
        order by holder.held_from desc nulls last, holder.event_id desc
    ) = 1
