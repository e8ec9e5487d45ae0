-- doc: One row is one event of a request that one person reassigned with an internal note.
-- grain: person_id, kind, object_id, event_id
with limits as (
    select value * 60 as seconds
    from rules.limits__thresholds
    where name = 'routing_minutes'
),

internal_note as (
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

routed_request as (
    select
        sorting_event.person_id,
        sorting_event.object_type,
        sorting_event.object_id,
        sorting_event.container,
        sorting_event.url,
        sorting_event.event_id,
        sorting_event.occurred_at,
        internal_note.event_id as note_id,
        internal_note.occurred_at as noted_at
    from core._triage_ticket as sorting_event
    inner join core._ticket_change as change on sorting_event.event_id = change.event_id
    inner join internal_note
        on
            sorting_event.object_id = internal_note.object_id
            and sorting_event.person_id = internal_note.person_id
    cross join limits
    where
        change.field = 'assignee'
        and sorting_event.is_reporter_known
        and change.to_id is not null
        and abs(epoch(internal_note.occurred_at) - epoch(sorting_event.occurred_at))
        <= limits.seconds
),

routing_event as (
    select
        person_id,
        object_type,
        object_id,
        container,
        url,
        event_id,
        occurred_at
    from routed_request
    union
    select
        person_id,
        object_type,
        object_id,
        container,
        url,
        note_id as event_id,
        noted_at as occurred_at
    from routed_request
)

select
    routing_event.person_id,
    'triage.support_routing' as kind,
    routing_event.object_type,
    routing_event.object_id,
    routing_event.container,
    '' as bucket,
    routing_event.event_id,
    routing_event.occurred_at,
    routing_event.url,
    'O' as evidence_level,
    'assigned_with_internal_note' as rule_id
from routing_event
