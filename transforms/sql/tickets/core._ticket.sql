-- doc: One row is one ticket, with what its type, labels and project say about it.
-- grain: ticket_id
with current_team as (
    select
        person_id,
        team
    from core._employment
    where valid_from <= cast($as_of as date)
    qualify
        row_number() over (
            partition by person_id
            -- Of several jobs at once, the longer one.
            order by
                least(coalesce(valid_to, date '9999-12-31'), cast($as_of as date)) desc,
                fte desc,
                valid_from desc,
                job asc
        ) = 1
),

ticket_label as (
    select
        issue_id,
        unnest(labels) as label
    from staging.jira__issue
),

-- Whoever is named as the reporter later did not report it.
late_reporter as (
    select
        change.ticket_id,
        change.from_id as reporter_id
    from core._ticket_change as change
    inner join staging.jira__issue as issue on change.ticket_id = issue.issue_id
    cross join rules.limits__thresholds as own_limit
    where
        own_limit.name = 'own_item_hours'
        and change.field = 'reporter'
        and epoch(change.changed_at) - epoch(issue.created_at) > own_limit.value * 3600
    qualify
        row_number() over (
            partition by change.ticket_id
            order by change.changed_at, change.event_id
        ) = 1
),

typed_issue as (
    select
        issue.issue_id,
        release_type.name is not null as is_release,
        fix_type.name is not null as is_fix,
        coalesce(issue.hierarchy_level > 0, epic_type.name is not null) as is_epic,
        work_type.name is not null
        -- A type of the site's own, which no list names.
        or (
            coalesce(issue.hierarchy_level <= 0, false)
            and service_type.name is null
            and release_type.name is null
        ) as is_work
    from staging.jira__issue as issue
    left join rules.tickets__release_types as release_type
        on lower(issue.issue_type) = release_type.name
    left join rules.tickets__epic_types as epic_type on lower(issue.issue_type) = epic_type.name
    left join rules.tickets__work_types as work_type on lower(issue.issue_type) = work_type.name
    left join rules.tickets__service_types as service_type
        on lower(issue.issue_type) = service_type.name
    left join rules.tickets__fix_types as fix_type on lower(issue.issue_type) = fix_type.name
),

reported_issue as (
    select
        issue.*,
        case
            when late_reporter.ticket_id is null
                then coalesce(issue.reporter_id, issue.creator_id)
            else late_reporter.reporter_id
        end as first_reporter_id
    from staging.jira__issue as issue
    left join late_reporter on issue.issue_id = late_reporter.ticket_id
),

corrective_ticket as (
    select ticket_label.issue_id
    from ticket_label
    inner join rules.tickets__corrective_labels as corrective_label
        on lower(ticket_label.label) = corrective_label.name
    union
    select link.issue_id
    from staging.jira__remote_link as link
    inner join core._page as page on 'confluence:' || link.page_id = page.object_id
    where page.page_class = 'postmortem'
)

select
    issue.issue_id as ticket_id,
    'jira:' || issue.issue_id as object_id,
    issue.key,
    issue.parent_id,
    issue.project_id,
    coalesce(project.key, issue.project_id) as container,
    -- The lead's team owns a project; without a roster each project is its own team.
    coalesce(current_team.team, 'project ' || issue.project_id) as owning_team,
    typed_issue.is_epic,
    typed_issue.is_release,
    typed_issue.is_work,
    typed_issue.is_fix,
    corrective_ticket.issue_id is not null as is_corrective,
    issue.status_category = 'done' as is_done,
    (issue.status_category = 'done' or issue.resolution is not null)
    and sorting_resolution.name is null
    and sorting_status.name is null as is_resolved,
    issue.assignee_id,
    issue.first_reporter_id as reporter_id,
    issue.first_reporter_id is not null as is_reporter_known,
    reporter.person_id as reporter_person_id,
    issue.created_at,
    issue.url
from reported_issue as issue
inner join typed_issue on issue.issue_id = typed_issue.issue_id
left join staging.jira__project as project on issue.project_id = project.project_id
left join core._person_account as lead on 'jira:' || project.lead_id = lead.account_id
left join current_team on lead.person_id = current_team.person_id
left join core.identity_link as reporter
    on
        'jira:' || issue.first_reporter_id = reporter.account_id
        and cast(issue.created_at as date) >= reporter.valid_from
        and cast(issue.created_at as date) <= coalesce(reporter.valid_to, date '9999-12-31')
left join rules.tickets__sorting_resolutions as sorting_resolution
    on lower(issue.resolution) = sorting_resolution.name
-- Where a workflow sets no resolution, the status says it.
left join rules.tickets__sorting_statuses as sorting_status
    on issue.resolution is null and lower(issue.status) = sorting_status.name
left join corrective_ticket on issue.issue_id = corrective_ticket.issue_id
