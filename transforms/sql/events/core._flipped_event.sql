-- doc: One row is one label or assignment that a person took back at once or gave themselves.
-- grain: event_id
with limits as (
    select value * 60 as seconds
    from rules.limits__thresholds
    where name = 'flip_minutes'
),

issue_change as (
    select
        event_id,
        event,
        created_at,
        coalesce(subject_id = actor_id, false) as is_self,
        lag(event) over change_order as previous_event,
        lag(created_at) over change_order as previous_at,
        lead(event) over change_order as next_event,
        lead(created_at) over change_order as next_at
    from staging.github__issue_event
    where
        event in ('labeled', 'unlabeled', 'assigned', 'unassigned')
    window change_order as (
        partition by
            repository_id, issue_number, actor_id, label, subject_id, replace(event, 'un', '')
        order by created_at, event_id
    )
)

select 'github:issue_event:' || issue_change.event_id as event_id
from issue_change
cross join limits
where
    issue_change.is_self
    or (
        issue_change.next_event <> issue_change.event
        and epoch(issue_change.next_at) - epoch(issue_change.created_at) <= limits.seconds
    )
    or (
        issue_change.previous_event <> issue_change.event
        and epoch(issue_change.created_at) - epoch(issue_change.previous_at) <= limits.seconds
    )
