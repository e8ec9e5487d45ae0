-- doc: One row is one label or assignment that its giver took back at once, or gave themselves.
-- grain: event_id
with limits as (
    select value * 60 as seconds
    from rules.limits__thresholds
    where name = 'flip_minutes'
),

given as (
    select
        event_id,
        event,
        created_at,
        coalesce(subject_id = actor_id, false) as is_self,
        lag(event) over turn as previous_event,
        lag(created_at) over turn as previous_at,
        lead(event) over turn as next_event,
        lead(created_at) over turn as next_at
    from staging.github__issue_event
    where
        event in ('labeled', 'unlabeled', 'assigned', 'unassigned')
    window turn as (
        partition by
            repository_id, issue_number, actor_id, label, subject_id, replace(event, 'un', '')
        order by created_at, event_id
    )
)

select 'github:issue_event:' || given.event_id as event_id
from given
cross join limits
where
    given.is_self
    or (
        given.next_event <> given.event
        and epoch(given.next_at) - epoch(given.created_at) <= limits.seconds
    )
    or (
        given.previous_event <> given.event
        and epoch(given.created_at) - epoch(given.previous_at) <= limits.seconds
    )
