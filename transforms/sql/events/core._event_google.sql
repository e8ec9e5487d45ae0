-- doc: One row is one event of Google: a document created, edited or commented on, a meeting held.
-- grain: event_id
-- kind: view
with agent_edit as (
    select distinct
        file_id,
        actor_id,
        date_trunc('minute', occurred_at) as minute
    from staging.google__audit_event
    where is_agent
),

-- Drive Activity shows what an agent did in a person's name as that person's own work.
human_activity as (
    select
        activity.activity_id,
        activity.file_id,
        activity.actor_id,
        activity.action,
        activity.detail,
        activity.comment_id,
        activity.occurred_at
    from staging.google__activity as activity
    left join agent_edit
        on
            activity.file_id = agent_edit.file_id
            and activity.actor_id = agent_edit.actor_id
            and date_trunc('minute', activity.occurred_at) = agent_edit.minute
    where
        activity.actor_type = 'user'
        and agent_edit.file_id is null
),

suggestion as (
    select
        file_id,
        comment_id,
        min(actor_id) as actor_id
    from human_activity
    where action = 'suggestion' and detail = 'added'
    group by
        file_id,
        comment_id
    having count(distinct actor_id) = 1
),

human_hour as (
    select distinct
        file_id,
        actor_id,
        date_trunc('hour', occurred_at) as hour
    from human_activity
    where action in ('create', 'edit')
),

file_event as (
    select
        'google:activity:' || act.activity_id as event_id,
        case
            when act.action = 'create' and act.detail in ('new', 'upload')
                then 'google.document.created'
            when act.action = 'edit' then 'google.document.edited'
            when act.action = 'comment' and act.detail in ('added', 'reply_added')
                then 'google.document.commented'
            when act.action = 'comment' and act.detail = 'resolved' then 'google.comment.resolved'
            when act.action = 'suggestion' and act.detail = 'added' then 'google.suggestion.added'
            -- Taking in one's own is writing, not reviewing.
            when
                act.action = 'suggestion'
                and act.detail = 'accepted'
                and coalesce(suggestion.actor_id <> act.actor_id, true)
                then 'google.suggestion.accepted'
        end as kind,
        act.occurred_at,
        act.actor_id,
        act.file_id,
        act.comment_id
    from human_activity as act
    left join suggestion
        on act.file_id = suggestion.file_id and act.comment_id = suggestion.comment_id
    union all
    -- Who accepts a suggestion puts the words of somebody else into the text.
    select
        'google:taken_over:' || accepted.activity_id as event_id,
        'google.suggestion.taken_over' as kind,
        accepted.occurred_at,
        suggestion.actor_id,
        accepted.file_id,
        accepted.comment_id
    from human_activity as accepted
    inner join suggestion
        on
            accepted.file_id = suggestion.file_id
            and accepted.comment_id = suggestion.comment_id
    where accepted.action = 'suggestion' and accepted.detail = 'accepted'
    union all
    select
        'google:audit:' || audit_event.event_id as event_id,
        case
            when audit_event.action = 'edit' then 'google.document.edited'
            else 'google.document.created'
        end as kind,
        audit_event.occurred_at,
        audit_event.actor_id,
        audit_event.file_id,
        cast(null as varchar) as comment_id
    from staging.google__audit_event as audit_event
    left join human_hour
        on
            audit_event.file_id = human_hour.file_id
            and audit_event.actor_id = human_hour.actor_id
            and date_trunc('hour', audit_event.occurred_at) = human_hour.hour
    where
        not audit_event.is_agent
        and audit_event.action in ('create', 'upload', 'edit')
        and human_hour.file_id is null
),

attendance as (
    select
        meeting.object_id,
        participant.user_id,
        true as has_joined
    from core._meeting as meeting
    inner join core._meeting_call as call on meeting.object_id = call.object_id
    inner join staging.google__participant as participant
        on call.conference_id = participant.conference_id
    where participant.user_id is not null
    union
    select
        guest.object_id,
        google_account.user_id,
        false as has_joined
    from core._meeting_guest as guest
    inner join core._meeting as meeting on guest.object_id = meeting.object_id
    inner join core._google_account as google_account on guest.email = google_account.email
    where guest.has_accepted and not meeting.has_call
),

-- Who puts in a later part of a series, by changing what follows, has not booked it.
booking as (
    select *
    from core._meeting
    where created_at is not null and not is_private
    qualify
        row_number() over (
            partition by series_id
            order by created_at, starts_at, object_id
        ) = 1
)

select
    file_event.event_id,
    'google' as source,
    file_event.kind,
    file_event.occurred_at,
    'google:' || file_event.actor_id as account_id,
    'document' as object_type,
    'google:' || file_event.file_id as object_id,
    coalesce(file.drive_id, 'my drive') as container,
    file_event.comment_id as detail,
    case
        when file_event.comment_id is null then file.url
        else file.url || '?disco=' || file_event.comment_id
    end as url
from file_event
inner join staging.google__file as file on file_event.file_id = file.file_id
where file_event.kind is not null and not file.is_trashed
union all
select
    meeting.object_id || ':held' as event_id,
    'google' as source,
    'google.meeting.held' as kind,
    meeting.starts_at as occurred_at,
    cast(null as varchar) as account_id,
    'meeting' as object_type,
    meeting.object_id,
    'calendar' as container,
    meeting.title_class as detail,
    meeting.url
from core._meeting as meeting
union all
select
    attendance.object_id || ':' || attendance.user_id as event_id,
    'google' as source,
    'google.meeting.attended' as kind,
    meeting.starts_at as occurred_at,
    'google:' || attendance.user_id as account_id,
    'meeting' as object_type,
    attendance.object_id,
    'calendar' as container,
    case when attendance.has_joined then 'joined' else 'accepted' end as detail,
    meeting.url
from attendance
inner join core._meeting as meeting on attendance.object_id = meeting.object_id
union all
select
    'google:series:' || booking.series_id || ':' || google_account.user_id as event_id,
    'google' as source,
    'google.meeting.booked' as kind,
    booking.created_at as occurred_at,
    'google:' || google_account.user_id as account_id,
    'meeting' as object_type,
    'google:series:' || booking.series_id as object_id,
    'calendar' as container,
    cast(null as varchar) as detail,
    booking.url
from booking
inner join core._google_account as google_account on booking.creator_email = google_account.email
