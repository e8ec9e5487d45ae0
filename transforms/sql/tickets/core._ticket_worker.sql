-- doc: One row is one person who did one resolved ticket: who held it while it was in progress.
-- grain: ticket_id, person_id
with limits as (
    select
        max(value) filter (where name = 'bulk_assignments') as assignments,
        max(value) filter (where name = 'ticket_share_percent') as percent
    from rules.limits__thresholds
),

handover as (
    select
        event_id,
        count(*) over (
            partition by person_id, from_id, to_id, date_trunc('hour', changed_at)
        ) as changes
    from core._ticket_change
    where field = 'assignee' and from_id is not null and to_id is not null
),

-- Tickets of somebody who left, given to one person at once, are not that person's work.
bulk_assignment as (
    select event_id
    from handover
    cross join limits
    where handover.changes >= limits.assignments
),

later_act as (
    select
        holder.ticket_id,
        holder.event_id
    from core._ticket_holder as holder
    inner join bulk_assignment on holder.event_id = bulk_assignment.event_id
    inner join core._ticket_resolution as resolution on holder.ticket_id = resolution.ticket_id
    inner join core._person_event as act
        on
            act.object_id = 'jira:' || holder.ticket_id
            and holder.person_id = act.person_id
            and holder.held_from < act.occurred_at
            and resolution.resolved_at > act.occurred_at
),

holding as (
    select
        holder.ticket_id,
        holder.event_id,
        holder.held_from,
        least(coalesce(holder.held_until, resolution.resolved_at), resolution.resolved_at)
            as held_until,
        case
            when bulk_assignment.event_id is not null and later_act.event_id is null
                then holder.former_person_id
            else holder.person_id
        end as person_id
    from core._ticket_holder as holder
    inner join core._ticket_resolution as resolution
        on
            holder.ticket_id = resolution.ticket_id
            and holder.held_from <= resolution.resolved_at
    left join bulk_assignment on holder.event_id = bulk_assignment.event_id
    left join later_act
        on holder.ticket_id = later_act.ticket_id and holder.event_id = later_act.event_id
    where not holder.is_flip
),

progress as (
    select
        change.ticket_id,
        change.to_category as category,
        change.changed_at as began_at,
        lead(change.changed_at) over (
            partition by change.ticket_id
            order by change.changed_at, change.event_id
        ) as ended_at
    from core._ticket_change as change
    where change.field = 'status'
),

share as (
    select
        holding.ticket_id,
        holding.person_id,
        sum(
            cast(
                epoch(least(holding.held_until, coalesce(progress.ended_at, holding.held_until)))
                - epoch(greatest(holding.held_from, progress.began_at))
                as bigint
            )
        ) as seconds
    from holding
    inner join progress
        on
            holding.ticket_id = progress.ticket_id
            and holding.held_until > progress.began_at
            and coalesce(progress.ended_at, holding.held_until) > holding.held_from
    where progress.category = 'indeterminate'
    group by
        holding.ticket_id,
        holding.person_id
),

worked_share as (
    select
        ticket_id,
        person_id,
        seconds,
        sum(seconds) over (partition by ticket_id) as ticket_seconds
    from share
),

last_holding as (
    select
        holding.ticket_id,
        holding.event_id,
        holding.person_id
    from holding
    qualify
        row_number() over (
            partition by holding.ticket_id
            order by holding.held_from desc, holding.event_id desc
        ) = 1
),

worker as (
    select
        worked_share.ticket_id,
        worked_share.person_id
    from worked_share
    cross join limits
    where worked_share.seconds * 100 >= worked_share.ticket_seconds * limits.percent
    union
    -- A ticket that nobody ever held in progress is its last holder's.
    select
        last_holding.ticket_id,
        last_holding.person_id
    from last_holding
    left join share on last_holding.ticket_id = share.ticket_id
    where share.ticket_id is null
    union
    -- Whoever took over work of which a part was left did that part, however short.
    select
        last_holding.ticket_id,
        last_holding.person_id
    from last_holding
    inner join core._evidence_handoff as handoff on last_holding.event_id = handoff.event_id
)

select
    worker.ticket_id,
    worker.person_id,
    resolution.event_id,
    resolution.resolved_at
from worker
inner join core._ticket_resolution as resolution on worker.ticket_id = resolution.ticket_id
where worker.person_id is not null
