-- doc: One row is one edit of minutes by one person, and the meeting that it belongs to.
-- grain: event_id
with limits as (
    select
        max(value) filter (where name = 'minutes_before_minutes') * 60 as before,
        max(value) filter (where name = 'minutes_after_hours') * 3600 as after
    from rules.limits__thresholds
),

-- A series may keep one document: an edit belongs to the last meeting before it.
nearest_meeting as (
    select
        event.event_id,
        max_by(minutes.object_id, (minutes.starts_at, minutes.object_id)) as object_id
    from core._person_event as event
    inner join core._minutes as minutes on event.object_id = minutes.document_id
    cross join limits
    where
        event.kind = 'google.document.edited'
        and epoch(event.occurred_at) >= epoch(minutes.starts_at) - limits.before
        and epoch(event.occurred_at) <= epoch(minutes.ends_at) + limits.after
    group by event.event_id
)

select
    event.event_id,
    event.person_id,
    event.occurred_at,
    -- Google joins consecutive edits of one account; the joined edit may cover several slots.
    coalesce(activity.started_at, event.occurred_at) as started_at,
    event.object_id as document_id,
    minutes.object_id,
    minutes.starts_at,
    minutes.ends_at,
    minutes.is_machine_made
from nearest_meeting
inner join core._person_event as event on nearest_meeting.event_id = event.event_id
inner join core._minutes as minutes
    on nearest_meeting.object_id = minutes.object_id and event.object_id = minutes.document_id
left join staging.google__activity as activity
    on event.event_id = 'google:activity:' || activity.activity_id
