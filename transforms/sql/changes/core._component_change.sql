-- doc: One row is one person's merged change of one component: a top-level directory, or the rest.
-- grain: change_id, component, person_id
with merged_pull as (
    select
        event.object_id as change_id,
        event.container as repository,
        event.person_id,
        event.occurred_at,
        pull.repository_id,
        pull.number,
        pull.head_sha,
        pull.merge_commit_sha
    from core._person_event as event
    inner join staging.github__pull as pull
        on event.event_id = 'github:pull_merged:' || pull.pull_id
    where event.kind = 'github.pull.merged'
),

pull_repository as (
    select distinct repository
    from merged_pull
),

path_change as (
    select
        merged_pull.change_id,
        merged_pull.repository,
        merged_pull.person_id,
        merged_pull.occurred_at,
        pull_file.path,
        true as is_pull
    from merged_pull
    inner join staging.github__pull_file as pull_file
        on
            merged_pull.repository_id = pull_file.repository_id
            and merged_pull.number = pull_file.pull_number
            and merged_pull.head_sha = pull_file.head_sha
    union all
    select
        merged_pull.change_id,
        merged_pull.repository,
        merged_pull.person_id,
        merged_pull.occurred_at,
        change_file.path,
        true as is_pull
    from merged_pull
    inner join core._change_file as change_file on merged_pull.merge_commit_sha = change_file.sha
    union all
    select
        git_commit.change_id,
        git_commit.repository,
        author.person_id,
        author.occurred_at,
        change_file.path,
        false as is_pull
    from core._commit as git_commit
    inner join pull_repository on git_commit.repository = pull_repository.repository
    inner join core._commit_author as author on git_commit.sha = author.sha
    inner join core._change_file as change_file on git_commit.sha = change_file.sha
    where git_commit.change_type = 'commit' and not git_commit.is_merge
)

select distinct
    change_id,
    repository
    || '/'
    || case when path like '%/%' then split_part(path, '/', 1) else '' end as component,
    person_id,
    occurred_at,
    date_trunc('month', occurred_at) as month,
    is_pull
from path_change
