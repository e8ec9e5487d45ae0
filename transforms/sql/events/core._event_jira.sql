-- doc: One row is one event of Jira: an issue created, changed, commented on or worked on.
-- grain: event_id
-- kind: view
with issue as (
    select
        issue.issue_id,
        issue.url,
        issue.creator_id,
        issue.created_at,
        issue.resolved_at,
        coalesce(project.key, issue.project_id) as container,
        'jira:' || issue.issue_id as object_id
    from staging.jira__issue as issue
    left join staging.jira__project as project on issue.project_id = project.project_id
),

-- Tickets that were imported, or are older than Jira's history, have no change that resolved them.
explained_issue as (
    select distinct issue_id
    from staging.jira__change
    where lower(field) in ('status', 'resolution')
),

jira_event as (
    select
        'jira:issue:' || issue_id as event_id,
        'jira.issue.created' as kind,
        created_at as occurred_at,
        creator_id as user_id,
        issue_id,
        cast(null as varchar) as detail,
        cast(null as varchar) as url
    from issue
    union all
    select
        'jira:issue_resolved:' || issue.issue_id as event_id,
        'jira.issue.resolved' as kind,
        issue.resolved_at as occurred_at,
        cast(null as varchar) as user_id,
        issue.issue_id,
        cast(null as varchar) as detail,
        cast(null as varchar) as url
    from issue
    left join explained_issue on issue.issue_id = explained_issue.issue_id
    where issue.resolved_at is not null and explained_issue.issue_id is null
    union all
    select
        'jira:change:' || change_id as event_id,
        'jira.issue.' || lower(replace(field, ' ', '_')) || '_changed' as kind,
        created_at as occurred_at,
        author_id as user_id,
        issue_id,
        to_value as detail,
        cast(null as varchar) as url
    from staging.jira__change
    union all
    select
        'jira:comment:' || comment_id as event_id,
        'jira.issue.commented' as kind,
        created_at as occurred_at,
        author_id as user_id,
        issue_id,
        cast(null as varchar) as detail,
        url
    from staging.jira__comment
    union all
    select
        'jira:worklog:' || worklog.worklog_id as event_id,
        'jira.issue.worked_on' as kind,
        worklog.started_at as occurred_at,
        worklog.author_id as user_id,
        worklog.issue_id,
        cast(null as varchar) as detail,
        cast(null as varchar) as url
    from staging.jira__worklog as worklog
    left join staging.jira__worklog_deletion as deletion
        on worklog.worklog_id = deletion.worklog_id
    where deletion.worklog_id is null
)

select
    jira_event.event_id,
    'jira' as source,
    jira_event.kind,
    jira_event.occurred_at,
    'jira:' || jira_event.user_id as account_id,
    'ticket' as object_type,
    issue.object_id,
    issue.container,
    jira_event.detail,
    coalesce(jira_event.url, issue.url) as url
from jira_event
inner join issue on jira_event.issue_id = issue.issue_id
