-- doc: One row is one comment of a person on another's ticket shortly before it was unblocked.
-- grain: person_id, kind, object_id, event_id
with status_change as (
    select
        change.ticket_id,
        change.to_value,
        change.changed_at,
        lead(change.changed_at) over (
            partition by change.ticket_id
            order by change.changed_at, change.event_id
        ) as left_at
    from core._ticket_change as change
    where change.field = 'status'
),

blocked_period as (
    select status_change.*
    from status_change
    inner join rules.tickets__blocked_statuses as blocked_status
        on status_change.to_value = blocked_status.name
    where status_change.left_at is not null
),

limits as (
    select value as working_days
    from rules.limits__thresholds
    where name = 'unblock_working_days'
),

unblocking_comment as (
    select
        event.event_id,
        event.person_id,
        event.object_id,
        event.container,
        event.occurred_at,
        event.url,
        blocked_period.ticket_id,
        -- Calendar days minus two for each weekend between; 604800 seconds are a week.
        (
            epoch(date_trunc('day', blocked_period.left_at))
            - epoch(date_trunc('day', event.occurred_at))
        )
        / cast(86400 as double)
        - 2
        * (
            epoch(date_trunc('week', blocked_period.left_at))
            - epoch(date_trunc('week', event.occurred_at))
        )
        / cast(604800 as double) as working_days
    from blocked_period
    inner join core._person_event as event
        on
            'jira:' || blocked_period.ticket_id = event.object_id
            and blocked_period.changed_at <= event.occurred_at
            and blocked_period.left_at > event.occurred_at
    where event.kind = 'jira.issue.commented'
)

select
    unblocking_comment.person_id,
    'coordination.unblock' as kind,
    'ticket' as object_type,
    unblocking_comment.object_id,
    unblocking_comment.container,
    '' as bucket,
    unblocking_comment.event_id,
    unblocking_comment.occurred_at,
    unblocking_comment.url,
    'I' as evidence_level,
    'comment_before_unblock' as rule_id
from unblocking_comment
cross join limits
left join core._ticket_holder as holder
    on
        unblocking_comment.ticket_id = holder.ticket_id
        and unblocking_comment.person_id = holder.person_id
        and unblocking_comment.occurred_at >= holder.held_from
        and unblocking_comment.occurred_at < coalesce(holder.held_until, $as_of + interval 1 day)
where unblocking_comment.working_days <= limits.working_days and holder.ticket_id is null
