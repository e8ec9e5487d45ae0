-- doc: One row is one person whom one formal record of the credit policy names on one object.
-- grain: record, object_id, person_id
-- references: person_id -> core.person.person_id
with in_notes as (
    select
        release.repository_id,
        release.published_at,
        release.url,
        'release:' || repository.full_name || ':' || release.tag_name as object_id,
        unnest(release.named) as mention
    from staging.github__release as release
    inner join staging.github__repository as repository
        on release.repository_id = repository.repository_id
),

named as (
    select
        -- A commit that became a pull request is credited where the pull request is.
        case
            when event.source = 'git' and event.object_type = 'pull' then 'github'
            else event.source
        end as source,
        word.field,
        event.object_type,
        event.object_id,
        event.person_id,
        event.occurred_at as named_at,
        event.url
    from core._person_event as event
    inner join rules.credit__record_events as word on event.kind = word.event
    union all
    select
        'jira' as source,
        'assignee_at_resolution' as field,
        'ticket' as object_type,
        ticket.object_id,
        resolution.person_id,
        resolution.resolved_at as named_at,
        ticket.url
    from core._ticket_resolution as resolution
    inner join core._ticket as ticket on resolution.ticket_id = ticket.ticket_id
    where resolution.person_id is not null
    union all
    select
        'jira' as source,
        'epic.owner' as field,
        'ticket' as object_type,
        'jira:' || epic.issue_id as object_id,
        owner.person_id,
        epic.created_at as named_at,
        epic.url
    from staging.jira__issue as epic
    inner join rules.tickets__epic_types as epic_type on lower(epic.issue_type) = epic_type.name
    inner join core._person_account as owner on 'jira:' || epic.assignee_id = owner.account_id
    union all
    select
        'confluence' as source,
        'owner' as field,
        'page' as object_type,
        'confluence:' || page.page_id as object_id,
        owner.person_id,
        page.created_at as named_at,
        page.url
    from staging.confluence__page as page
    inner join core._person_account as owner on 'confluence:' || page.owner_id = owner.account_id
    union all
    select
        'google' as source,
        'owner' as field,
        'document' as object_type,
        'google:' || file.file_id as object_id,
        owner.person_id,
        file.created_at as named_at,
        file.url
    from staging.google__file as file
    inner join core._google_account as account on lower(file.owner_email) = account.email
    inner join core._person_account as owner on 'google:' || account.user_id = owner.account_id
    union all
    -- Notes name somebody for the release, and for the change or issue that the line is about.
    select
        'github' as source,
        'named_in_notes' as field,
        case when in_notes.mention like '%:%' then 'issue' else 'release' end as object_type,
        case
            when in_notes.mention like '%:%'
                then
                    'github:' || in_notes.repository_id || '#'
                    || split_part(in_notes.mention, ':', 2)
            else in_notes.object_id
        end as object_id,
        name.person_id,
        in_notes.published_at as named_at,
        in_notes.url
    from in_notes
    inner join core._name as name on split_part(in_notes.mention, ':', 1) = name.name_hash
)

select
    rule.record,
    named.source,
    named.object_type,
    named.object_id,
    named.person_id,
    rule.counts,
    min(named.named_at) as named_at,
    min(named.url) as url
from named
inner join rules.credit_policy__records as rule
    on named.source = rule.source and named.field = rule.field
group by
    rule.record,
    named.source,
    named.object_type,
    named.object_id,
    named.person_id,
    rule.counts
