-- doc: One row is one event of a release that one person held until a fault in it was fixed.
-- grain: person_id, kind, object_id, event_id
with release_hold as (
    select
        change.ticket_id,
        change.person_id,
        change.event_id,
        change.changed_at,
        row_number() over (
            partition by change.ticket_id
            order by change.changed_at, change.event_id
        ) as position
    from core._ticket_change as change
    inner join core._ticket as ticket on change.ticket_id = ticket.ticket_id
    inner join rules.tickets__hold_statuses as hold_status on change.to_value = hold_status.name
    where change.field = 'status' and ticket.is_release
),

hold_fix as (
    select
        release_hold.ticket_id,
        release_hold.event_id,
        min(fix_resolution.event_id) as fix_event_id,
        min(fix_resolution.resolved_at) as fixed_at
    from release_hold
    inner join core._ticket_link as ticket_link on release_hold.ticket_id = ticket_link.ticket_id
    inner join core._ticket as linked_ticket on ticket_link.other_id = linked_ticket.ticket_id
    inner join core._ticket_resolution as fix_resolution
        on linked_ticket.ticket_id = fix_resolution.ticket_id
    inner join core._ticket_resolution as release_resolution
        on release_hold.ticket_id = release_resolution.ticket_id
    where
        linked_ticket.is_fix
        and release_hold.position = 1
        and fix_resolution.resolved_at > release_hold.changed_at
        and fix_resolution.resolved_at <= release_resolution.resolved_at
    group by
        release_hold.ticket_id,
        release_hold.event_id
)

select
    release_hold.person_id,
    'incident.interception' as kind,
    'ticket' as object_type,
    ticket.object_id,
    ticket.container,
    '' as bucket,
    release_hold.event_id,
    release_hold.changed_at as occurred_at,
    ticket.url,
    'I' as evidence_level,
    'release_hold' as rule_id
from release_hold
inner join hold_fix on release_hold.event_id = hold_fix.event_id
inner join core._ticket as ticket on release_hold.ticket_id = ticket.ticket_id
where release_hold.person_id is not null
