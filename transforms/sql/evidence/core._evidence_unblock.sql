-- doc: One row is one comment by which one person helped somebody else's blocked ticket on.
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

blocked as (
    select status_change.*
    from status_change
    inner join rules.tickets__blocked_statuses as word on status_change.to_value = word.name
    where status_change.left_at is not null
),

limits as (
    select value as working_days
    from rules.limits__thresholds
    where name = 'unblock_working_days'
),

answered as (
    select
        event.event_id,
        event.person_id,
        event.object_id,
        event.container,
        event.occurred_at,
        event.url,
        blocked.ticket_id,
        -- Calendar days less two for each weekend between.
        (epoch(date_trunc('day', blocked.left_at)) - epoch(date_trunc('day', event.occurred_at)))
        / cast(86400 as double)
        - 2
        * (
            epoch(date_trunc('week', blocked.left_at))
            - epoch(date_trunc('week', event.occurred_at))
        )
        / cast(604800 as double) as working_days
    from blocked
    inner join core._person_event as event
        on
            'jira:' || blocked.ticket_id = event.object_id
            and blocked.changed_at <= event.occurred_at
            and blocked.left_at > event.occurred_at
    where event.kind = 'jira.issue.commented'
)

select
    answered.person_id,
    'coordination.unblock' as kind,
    'ticket' as object_type,
    answered.object_id,
    answered.container,
    '' as bucket,
    answered.event_id,
    answered.occurred_at,
    answered.url,
    'I' as evidence_level,
    'comment_before_unblock' as rule_id
from answered
cross join limits
left join core._ticket_holder as holder
    on
        answered.ticket_id = holder.ticket_id
        and answered.person_id = holder.person_id
        and answered.occurred_at >= holder.held_from
        and answered.occurred_at < coalesce(holder.held_until, $as_of + interval 1 day)
where answered.working_days <= limits.working_days and holder.ticket_id is null
