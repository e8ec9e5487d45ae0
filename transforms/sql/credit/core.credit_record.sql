-- doc: One row is one person whom one formal record of the credit policy names on one object.
-- grain: record, object_id, person_id
-- references: person_id -> core.person.person_id
with note_mention as (
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

owned_object as (
    select
        'jira' as source,
        'epic.owner' as field,
        'ticket' as object_type,
        epic.object_id,
        'jira:' || epic.assignee_id as owner_id,
        epic.created_at,
        epic.url
    from core._ticket as epic
    where epic.is_epic
    union all
    select
        'confluence' as source,
        'owner' as field,
        'page' as object_type,
        'confluence:' || page_id as object_id,
        'confluence:' || owner_id as owner_id,
        created_at,
        url
    from staging.confluence__page
    union all
    select
        'google' as source,
        'owner' as field,
        'document' as object_type,
        'google:' || file.file_id as object_id,
        'google:' || account.user_id as owner_id,
        file.created_at,
        file.url
    from staging.google__file as file
    inner join core._google_account as account on lower(file.owner_email) = account.email
),

naming as (
    select
        -- A commit that became a pull request is credited on the pull request.
        case
            when event.source = 'git' and event.object_type = 'pull' then 'github'
            else event.source
        end as source,
        record_event.field,
        event.object_type,
        event.object_id,
        event.person_id,
        event.occurred_at as named_at,
        event.url
    from core._person_event as event
    inner join rules.credit__record_events as record_event on event.kind = record_event.event
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
        owned_object.source,
        owned_object.field,
        owned_object.object_type,
        owned_object.object_id,
        owner.person_id,
        owned_object.created_at as named_at,
        owned_object.url
    from owned_object
    inner join core._person_account as owner on owned_object.owner_id = owner.account_id
    union all
    -- Notes credit a person for the release, and for the change or issue that the line is about.
    select
        'github' as source,
        'named_in_notes' as field,
        case when note_mention.mention like '%:%' then 'issue' else 'release' end as object_type,
        case
            when note_mention.mention like '%:%'
                then
                    'github:' || note_mention.repository_id || '#'
                    || split_part(note_mention.mention, ':', 2)
            else note_mention.object_id
        end as object_id,
        name.person_id,
        note_mention.published_at as named_at,
        note_mention.url
    from note_mention
    inner join core._name as name on split_part(note_mention.mention, ':', 1) = name.name_hash
)

select
    rule.record,
    naming.source,
    naming.object_type,
    naming.object_id,
    naming.person_id,
    rule.counts,
    min(naming.named_at) as named_at,
    min(naming.url) as url
from naming
inner join rules.credit_policy__records as rule
    on naming.source = rule.source and naming.field = rule.field
group by
    rule.record,
    naming.source,
    naming.object_type,
    naming.object_id,
    naming.person_id,
    rule.counts
