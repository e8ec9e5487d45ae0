-- doc: One row is the minutes of one meeting: the document, and the meeting where it is known.
-- grain: object_id, document_id
with limits as (
    select value * 3600 as seconds
    from rules.limits__thresholds
    where name = 'notes_title_hours'
),

meeting_document as (
    select
        calendar_copy.object_id,
        attachment.file_id,
        attachment.is_machine_title,
        'M1' as rule_id
    from staging.google__attachment as attachment
    inner join core._meeting_copy as calendar_copy
        on
            attachment.calendar = calendar_copy.calendar
            and attachment.event_id = calendar_copy.event_id
    where
        coalesce(attachment.mime_type, 'application/vnd.google-apps.document')
        = 'application/vnd.google-apps.document'
    union all
    select
        meeting.object_id,
        file.file_id,
        file.is_machine_title,
        'M3' as rule_id
    from core._meeting as meeting
    cross join limits
    inner join staging.google__file as file
        on
            meeting.title_hash = file.meeting_hash
            and abs(epoch(file.created_at) - epoch(meeting.starts_at)) <= limits.seconds
    where not file.is_trashed
    union all
    select
        call.object_id,
        meeting_file.file_id,
        true as is_machine_title,
        'M5' as rule_id
    from staging.google__meeting_file as meeting_file
    inner join core._meeting_call as call on meeting_file.conference_id = call.conference_id
),

machine_file as (
    select file_id from staging.google__meeting_file
    union
    select file_id from staging.google__audit_event
    where is_agent and action in ('create', 'upload')
    union
    select activity.file_id
    from staging.google__activity as activity
    inner join core.account as account on 'google:' || activity.actor_id = account.account_id
    where activity.action = 'create' and account.account_type = 'bot'
),

google_minutes as (
    select
        meeting_document.object_id,
        'google:' || meeting_document.file_id as document_id,
        'meeting' as object_type,
        'calendar' as container,
        file.url,
        meeting.starts_at,
        meeting.ends_at,
        min(meeting_document.rule_id) as rule_id,
        bool_or(
            meeting_document.is_machine_title
            or file.is_machine_title
            or machine_file.file_id is not null
        ) as is_machine_made
    from meeting_document
    inner join core._meeting as meeting on meeting_document.object_id = meeting.object_id
    inner join core._meeting_size as meeting_size
        on meeting_document.object_id = meeting_size.object_id
    inner join staging.google__file as file on meeting_document.file_id = file.file_id
    left join machine_file on meeting_document.file_id = machine_file.file_id
    where
        meeting_size.people >= 2
        and meeting.starts_at <= $as_of
        and not file.is_trashed
        and coalesce(file.title_class, 'minutes') in ('minutes', 'agenda')
        -- What is attached may be a plan as well; files that were read before do not say.
        and (
            coalesce(file.is_notes_title, true)
            or meeting_document.is_machine_title
            or machine_file.file_id is not null
            or coalesce(file.subject_hash = meeting.title_hash, false)
        )
    group by
        meeting_document.object_id,
        meeting_document.file_id,
        file.url,
        meeting.starts_at,
        meeting.ends_at
)

select * from google_minutes
union all
select
    page.object_id,
    page.object_id as document_id,
    'page' as object_type,
    coalesce(space.key, confluence_page.space_id) as container,
    page.url,
    cast(null as timestamptz) as starts_at,
    cast(null as timestamptz) as ends_at,
    'M2' as rule_id,
    machine.account_id is not null
    or coalesce(confluence_page.is_machine_title, false) as is_machine_made
from core._page as page
inner join staging.confluence__page as confluence_page on page.page_id = confluence_page.page_id
left join core.account as machine
    on 'confluence:' || page.creator_id = machine.account_id and machine.account_type = 'bot'
left join staging.confluence__space as space on confluence_page.space_id = space.space_id
where page.page_class = 'minutes'
union all
select
    'git:' || repository || ':' || path as object_id,
    'git:' || repository || ':' || path as document_id,
    'document' as object_type,
    repository as container,
    cast(null as varchar) as url,
    cast(null as timestamptz) as starts_at,
    cast(null as timestamptz) as ends_at,
    rule_id,
    false as is_machine_made
from staging.git__minutes
