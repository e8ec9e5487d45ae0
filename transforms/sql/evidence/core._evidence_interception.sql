-- doc: One row is one event of a release that one person held until a fault in it was fixed.
-- grain: person_id, kind, object_id, event_id
with hold as (
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
    inner join rules.tickets__hold_statuses as word on change.to_value = word.name
    where change.field = 'status' and ticket.is_release
),

fixed as (
    select
        hold.ticket_id,
        hold.event_id,
        min(fix.event_id) as fix_event_id,
        min(fix.resolved_at) as fixed_at
    from hold
    inner join core._ticket_link as joined on hold.ticket_id = joined.ticket_id
    inner join core._ticket as fault on joined.other_id = fault.ticket_id
    inner join core._ticket_resolution as fix on fault.ticket_id = fix.ticket_id
    inner join core._ticket_resolution as shipped on hold.ticket_id = shipped.ticket_id
    where
        fault.is_fix
        and hold.position = 1
        and fix.resolved_at > hold.changed_at
        and fix.resolved_at <= shipped.resolved_at
    group by
        hold.ticket_id,
        hold.event_id
)

select
    hold.person_id,
    'incident.interception' as kind,
    'ticket' as object_type,
    ticket.object_id,
    ticket.container,
    '' as bucket,
    hold.event_id,
    hold.changed_at as occurred_at,
    ticket.url,
    'I' as evidence_level,
    'release_hold' as rule_id
from hold
inner join fixed on hold.event_id = fixed.event_id
inner join core._ticket as ticket on hold.ticket_id = ticket.ticket_id
where hold.person_id is not null
