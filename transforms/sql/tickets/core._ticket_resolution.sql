-- doc: One row is one resolved ticket: when, by which event, and who was assigned then.
-- grain: ticket_id
with last_resolution as (
    select
        change.ticket_id,
        max_by(change.event_id, (change.changed_at, change.event_id)) as event_id,
        max(change.changed_at) as resolved_at
    from core._ticket_change as change
    inner join core._ticket as ticket on change.ticket_id = ticket.ticket_id
    where change.field = 'resolution' and change.to_value is not null and ticket.is_resolved
    group by change.ticket_id
)

-- The last holder may be nobody, or an account of no person: the holder before did not resolve it.
select
    last_resolution.ticket_id,
    last_resolution.event_id,
    last_resolution.resolved_at,
    holder.person_id,
    holder.held_from
from last_resolution
left join core._ticket_holder as holder
    on
        last_resolution.ticket_id = holder.ticket_id
        and last_resolution.resolved_at >= holder.held_from
qualify
    row_number() over (
        partition by last_resolution.ticket_id
        order by holder.held_from desc nulls last, holder.event_id desc
    ) = 1
