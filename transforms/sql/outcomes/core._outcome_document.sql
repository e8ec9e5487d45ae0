-- doc: One row is one trace that somebody made, edited or commented on one document or postmortem.
-- grain: object_id, party, role, event_id
with limits as (
    select value as lines_changed
    from rules.limits__thresholds
    where name = 'documentation_lines_changed'
),

told as (
    select
        object_id,
        coalesce(page_class, '') as class
    from core._page
    union all
    select
        'google:' || file_id as object_id,
        coalesce(title_class, '') as class
    from staging.google__file
    where not is_machine_title and not is_trashed
),

minutes_document as (
    select distinct document_id
    from core._minutes
),

paper as (
    select
        told.object_id,
        case when told.class = 'postmortem' then 'postmortem' else 'document' end as outcome_type
    from told
    left join minutes_document on told.object_id = minutes_document.document_id
    where told.class not in ('minutes', 'agenda') and minutes_document.document_id is null
),

acted as (
    select
        paper.outcome_type,
        event.object_id,
        event.account_id,
        event.person_id,
        event.event_id,
        event.occurred_at as contributed_at,
        case
            when event.kind in ('confluence.page.created', 'google.document.created')
                then 'created'
            when
                event.kind in (
                    'confluence.page.edited',
                    'google.document.edited',
                    'google.suggestion.accepted'
                )
                then 'edited'
            else 'commented'
        end as act
    from core.event as event
    inner join paper on event.object_id = paper.object_id
    where
        event.kind in (
            'confluence.page.created',
            'confluence.page.edited',
            'confluence.page.commented',
            'google.document.created',
            'google.document.edited',
            'google.document.commented',
            'google.suggestion.added',
            'google.suggestion.accepted'
        )
        and not event.is_future
        and (event.source <> 'confluence' or event.detail is null)
    union all
    select
        'document' as outcome_type,
        'git:' || change_file.repository || ':' || change_file.path as object_id,
        event.account_id,
        event.person_id,
        event.event_id,
        event.occurred_at as contributed_at,
        case when change_file.is_created then 'created' else 'edited' end as act
    from core._change_file as change_file
    inner join core._commit as git_commit on change_file.sha = git_commit.sha
    inner join core.event as event on git_commit.change_id = event.object_id
    inner join rules.credit__author_roles as author_role on event.kind = 'git.' || author_role.role
    cross join limits
    left join staging.git__minutes as minutes
        on
            change_file.repository = minutes.repository
            and change_file.path = minutes.path
    where
        minutes.path is null
        and change_file.is_documentation
        and change_file.lines_added + change_file.lines_deleted >= limits.lines_changed
        and git_commit.reverts_sha is null
        and not git_commit.is_merge
        and not event.is_future
)

select
    acted.outcome_type,
    acted.object_id,
    coalesce(acted.person_id, acted.account_id, '') as party,
    acted.person_id is not null as is_known,
    case
        when acted.act = 'created' and acted.outcome_type = 'postmortem' then 'author'
        when acted.act = 'created' then 'creator'
        when acted.act = 'edited' and acted.outcome_type = 'postmortem' then 'contributor'
        when acted.act = 'edited' then 'editor'
        when acted.outcome_type = 'postmortem' then 'reviewer'
        else 'commenter'
    end as role,
    acted.event_id,
    acted.contributed_at,
    -- A document is what it is since somebody last wrote in it.
    max(case when acted.act <> 'commented' then acted.contributed_at end) over (
        partition by acted.object_id
    ) as ended_at
from acted
left join core.account as machine
    on acted.account_id = machine.account_id and machine.account_type = 'bot'
where machine.account_id is null
