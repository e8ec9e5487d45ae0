-- doc: One row is one stretch in which one account, or nobody, was assigned one ticket.
-- grain: ticket_id, held_from, event_id
with assignment as (
    select
        change.*,
        lag(change.changed_at) over handed as previous_at,
        lag(change.from_id) over handed as previous_from_id,
        lead(change.changed_at) over handed as next_at,
        lead(change.to_id) over handed as next_to_id,
        row_number() over handed as position
    from core._ticket_change as change
    where change.field = 'assignee'
    window handed as (partition by change.ticket_id order by change.changed_at, change.event_id)
),

limits as (
    select value * 60 as seconds
    from rules.limits__thresholds
    where name = 'flip_minutes'
),

holding as (
    select
        ticket.ticket_id,
        '' as event_id,
        case
            when first_change.ticket_id is null then ticket.assignee_id
            else first_change.from_id
        end as account,
        ticket.created_at as held_from,
        first_change.changed_at as held_until,
        cast(null as varchar) as from_account,
        cast(null as varchar) as giver_id,
        false as is_flip
    from core._ticket as ticket
    left join assignment as first_change
        on ticket.ticket_id = first_change.ticket_id and first_change.position = 1
    union all
    select
        assignment.ticket_id,
        assignment.event_id,
        assignment.to_id as account,
        assignment.changed_at as held_from,
        assignment.next_at as held_until,
        assignment.from_id as from_account,
        assignment.person_id as giver_id,
        coalesce(
            assignment.next_to_id is not distinct from assignment.from_id
            and epoch(assignment.next_at) - epoch(assignment.changed_at) <= limits.seconds,
            false
        )
        or coalesce(
            assignment.previous_from_id is not distinct from assignment.to_id
            and epoch(assignment.changed_at) - epoch(assignment.previous_at) <= limits.seconds,
            false
        ) as is_flip
    from assignment
    cross join limits
)

select
    holding.ticket_id,
    holding.event_id,
    holder.person_id,
    holding.held_from,
    holding.held_until,
    former.person_id as former_person_id,
    holding.giver_id,
    holding.is_flip
from holding
left join core.identity_link as holder
    on
        'jira:' || holding.account = holder.account_id
        and cast(holding.held_from as date) >= holder.valid_from
        and cast(holding.held_from as date) <= coalesce(holder.valid_to, date '9999-12-31')
left join core.identity_link as former
    on
        'jira:' || holding.from_account = former.account_id
        and cast(holding.held_from as date) >= former.valid_from
        and cast(holding.held_from as date) <= coalesce(former.valid_to, date '9999-12-31')
