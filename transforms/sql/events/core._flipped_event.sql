-- doc: One row is one sorting of an issue that a person took back at once or gave themselves.
-- grain: event_id
with limits as (
    select value * 60 as seconds
    from rules.limits__thresholds
    where name = 'flip_minutes'
),

issue_change as (
    select
        issue_event.event_id,
        issue_event.event,
        issue_event.created_at,
        coalesce(issue_event.subject_id = issue_event.actor_id, false) as is_self,
        triage_event.undoes is not null as is_undoing,
        -- What comes after a removal may be another one, where GitHub does not say which it was.
        coalesce(
            issue_event.label,
            cast(issue_event.subject_id as varchar),
            issue_event.target
        ) is not null as is_named,
        lag(issue_event.event) over change_order as previous_event,
        lag(issue_event.created_at) over change_order as previous_at,
        lead(issue_event.event) over change_order as next_event,
        lead(issue_event.created_at) over change_order as next_at
    from staging.github__issue_event as issue_event
    inner join rules.credit__triage_events as triage_event
        on issue_event.event = triage_event.event
    window change_order as (
        partition by
            issue_event.repository_id,
            issue_event.issue_number,
            issue_event.actor_id,
            issue_event.label,
            issue_event.subject_id,
            issue_event.target,
            coalesce(triage_event.undoes, triage_event.event)
        order by issue_event.created_at, issue_event.event_id
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
        and (issue_change.is_named or not issue_change.is_undoing)
    )
    or (
        issue_change.previous_event <> issue_change.event
        and epoch(issue_change.created_at) - epoch(issue_change.previous_at) <= limits.seconds
        and (issue_change.is_named or issue_change.is_undoing)
    )
