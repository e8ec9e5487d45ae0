-- doc: One row is one period in which one account, or nobody, was assigned one ticket.
-- grain: ticket_id, held_from, event_id
with assignment as (
    select
        change.*,
        lag(change.changed_at) over ticket_order as previous_at,
        lag(change.from_id) over ticket_order as previous_from_id,
        lead(change.changed_at) over ticket_order as next_at,
        lead(change.to_id) over ticket_order as next_to_id,
        row_number() over ticket_order as position
    from core._ticket_change as change
    where change.field = 'assignee'
    window
        ticket_order as (partition by change.ticket_id order by change.changed_at, change.event_id)
),

limits as (
    select value * 60 as seconds
    from rules.limits__thresholds
    where name = 'flip_minutes'
),

assignment_period as (
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
    assignment_period.ticket_id,
    assignment_period.event_id,
    holder.person_id,
    assignment_period.held_from,
    assignment_period.held_until,
    former_holder.person_id as former_person_id,
    assignment_period.giver_id,
    assignment_period.is_flip
from assignment_period
left join core.identity_link as holder
    on
        'jira:' || assignment_period.account = holder.account_id
        and cast(assignment_period.held_from as date) >= holder.valid_from
        and cast(assignment_period.held_from as date)
        <= coalesce(holder.valid_to, date '9999-12-31')
left join core.identity_link as former_holder
    on
        'jira:' || assignment_period.from_account = former_holder.account_id
        and cast(assignment_period.held_from as date) >= former_holder.valid_from
        and cast(assignment_period.held_from as date)
        <= coalesce(former_holder.valid_to, date '9999-12-31')
