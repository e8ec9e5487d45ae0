-- doc: One row is one event of meeting upkeep: a booking, an agenda edit, a closed action item.
-- grain: person_id, kind, object_id, event_id
with limits as (
    select
        max(value) filter (where name = 'minutes_before_minutes') * 60 as before,
        max(value) filter (where name = 'agenda_days') * 86400 as ahead
    from rules.limits__thresholds
),

minutes_document as (
    select distinct document_id
    from core._minutes
),

booking as (
    select
        event.*,
        'booked_for_others' as rule_id,
        event.object_id as activity_object_id
    from core._meeting_booking as meeting_booking
    inner join core._person_event as event on meeting_booking.event_id = event.event_id
    where meeting_booking.is_for_others
),

agenda_edit as (
    select
        event.*,
        'agenda_written' as rule_id,
        min_by(minutes.object_id, (minutes.starts_at, minutes.object_id)) over (
            partition by event.event_id
        ) as activity_object_id,
        row_number() over (
            partition by event.event_id
            order by minutes.starts_at, minutes.object_id
        ) as place,
        coalesce(organizer.person_id <> event.person_id, false) as is_for_others
    from core._person_event as event
    inner join core._minutes as minutes on event.object_id = minutes.document_id
    inner join core._meeting_organizer as organizer on minutes.object_id = organizer.object_id
    cross join limits
    left join core._minutes_edit as minutes_edit on event.event_id = minutes_edit.event_id
    where
        event.kind = 'google.document.edited'
        and not minutes.is_machine_made
        and minutes_edit.event_id is null
        and epoch(event.occurred_at) < epoch(minutes.starts_at) - limits.before
        and epoch(event.occurred_at) >= epoch(minutes.starts_at) - limits.ahead
),

assigned_item as (
    select
        'google:' || activity.file_id as object_id,
        activity.comment_id,
        case
            when coalesce(activity.detail, '') <> 'deleted' then 'google:' || activity.assignee_id
        end as account_id
    from staging.google__activity as activity
    where
        activity.comment_id is not null
        and (activity.assignee_id is not null or activity.action = 'assignment')
    qualify
        row_number() over (
            partition by
                activity.file_id,
                activity.comment_id
            order by activity.occurred_at desc, activity.activity_id desc
        ) = 1
),

closed_item as (
    select
        event.*,
        event.object_id || ':' || event.detail as item_id
    from core._person_event as event
    inner join assigned_item
        on event.object_id = assigned_item.object_id and event.detail = assigned_item.comment_id
    inner join core._person_account as holder on assigned_item.account_id = holder.account_id
    where
        event.kind in ('google.comment.resolved', 'google.document.commented')
        and holder.person_id <> event.person_id
    union all
    select
        event.*,
        'confluence:task:' || task.task_id as item_id
    from core._person_event as event
    inner join staging.confluence__task as task
        on event.event_id = 'confluence:task:' || task.task_id
    inner join core._person_account as holder
        on 'confluence:' || task.assignee_id = holder.account_id
    inner join core._page as page on event.object_id = page.object_id
    where holder.person_id <> event.person_id and page.page_class = 'minutes'
)

select
    booking.person_id,
    'meeting.logistics' as kind,
    'meeting' as object_type,
    booking.activity_object_id as object_id,
    booking.container,
    '' as bucket,
    booking.event_id,
    booking.occurred_at,
    booking.url,
    'O' as evidence_level,
    booking.rule_id
from booking
union all
select
    agenda_edit.person_id,
    'meeting.logistics' as kind,
    'meeting' as object_type,
    agenda_edit.activity_object_id as object_id,
    'calendar' as container,
    '' as bucket,
    agenda_edit.event_id,
    agenda_edit.occurred_at,
    agenda_edit.url,
    'O' as evidence_level,
    agenda_edit.rule_id
from agenda_edit
where agenda_edit.place = 1 and agenda_edit.is_for_others
union all
select
    closed_item.person_id,
    'meeting.action_followup' as kind,
    'action item' as object_type,
    closed_item.item_id as object_id,
    closed_item.container,
    '' as bucket,
    closed_item.event_id,
    closed_item.occurred_at,
    closed_item.url,
    'O' as evidence_level,
    'item_of_another' as rule_id
from closed_item
inner join minutes_document on closed_item.object_id = minutes_document.document_id
