-- doc: One row is one trace of a request that one person assigned on with an internal note.
-- grain: person_id, kind, object_id, event_id
with limits as (
    select value * 60 as seconds
    from rules.limits__thresholds
    where name = 'routing_minutes'
),

note as (
    select
        'jira:' || comment.issue_id as object_id,
        event.person_id,
        event.event_id,
        event.occurred_at
    from staging.jira__comment as comment
    inner join core._person_event as event
        on 'jira:comment:' || comment.comment_id = event.event_id
    where comment.is_internal
),

routed as (
    select
        sorting.person_id,
        sorting.object_type,
        sorting.object_id,
        sorting.container,
        sorting.url,
        sorting.event_id,
        sorting.occurred_at,
        note.event_id as note_id,
        note.occurred_at as noted_at
    from core._triage_ticket as sorting
    inner join core._ticket_change as change on sorting.event_id = change.event_id
    inner join note
        on sorting.object_id = note.object_id and sorting.person_id = note.person_id
    cross join limits
    where
        change.field = 'assignee'
        and change.to_id is not null
        and abs(epoch(note.occurred_at) - epoch(sorting.occurred_at)) <= limits.seconds
),

trace as (
    select
        person_id,
        object_type,
        object_id,
        container,
        url,
        event_id,
        occurred_at
    from routed
    union
    select
        person_id,
        object_type,
        object_id,
        container,
        url,
        note_id as event_id,
        noted_at as occurred_at
    from routed
)

select
    trace.person_id,
    'triage.support_routing' as kind,
    trace.object_type,
    trace.object_id,
    trace.container,
    '' as bucket,
    trace.event_id,
    trace.occurred_at,
    trace.url,
    'O' as evidence_level,
    'assigned_with_internal_note' as rule_id
from trace
