-- doc: One row is one act of authoring one merged change or suggesting a part of it.
-- grain: object_id, contributor, role, event_id
with pull_repository as (
    select distinct repository.full_name
    from staging.github__pull as pull
    inner join staging.github__repository as repository
        on pull.repository_id = repository.repository_id
),

change as (
    select
        'github:' || repository_id || '#' || number as object_id,
        merged_at as ended_at
    from staging.github__pull
    where merged_at <= $as_of
    union all
    select
        git_commit.change_id as object_id,
        max(git_commit.committed_at) as ended_at
    from core._commit as git_commit
    left join pull_repository on git_commit.repository = pull_repository.full_name
    where
        not git_commit.is_merge
        and not git_commit.is_copy
        and git_commit.is_on_default_branch
        and not git_commit.is_empty
        and git_commit.committed_at <= $as_of
        and pull_repository.full_name is null
    group by git_commit.change_id
),

-- The author of a merge commit only merged.
authorship as (
    select
        event.event_id,
        event.object_id,
        coalesce(event.person_id, event.account_id, '') as contributor,
        event.person_id is not null as is_known,
        case
            when event.kind in ('github.pull.opened', 'git.author') then 'author' else 'co_author'
        end as role
    from core.event as event
    left join rules.credit__author_roles as author_role on event.kind = 'git.' || author_role.role
    left join core.account as machine
        on event.account_id = machine.account_id and machine.account_type = 'bot'
    left join core._reviewer_credit as reviewer on event.event_id = reviewer.event_id
    where
        (author_role.role is not null or event.kind = 'github.pull.opened')
        and machine.account_id is null
        and reviewer.event_id is null
)

-- An authorship counts once, however many commits the change had.
select
    change.object_id,
    authorship.contributor,
    authorship.is_known,
    authorship.role,
    min(authorship.event_id) as event_id,
    change.ended_at as contributed_at,
    change.ended_at
from authorship
inner join change on authorship.object_id = change.object_id
group by
    change.object_id,
    authorship.contributor,
    authorship.is_known,
    authorship.role,
    change.ended_at
union all
select
    change.object_id,
    evidence.person_id as contributor,
    true as is_known,
    'suggester' as role,
    evidence.event_id,
    evidence.occurred_at as contributed_at,
    change.ended_at
from core.activity_evidence as evidence
inner join change on evidence.object_id = change.object_id
where evidence.kind = 'fix.absorbed_patch' and evidence.evidence_level in ('O', 'I')
