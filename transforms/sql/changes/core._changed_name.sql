-- doc: One row is one merged change of a file, or revert of a commit, that somebody had named.
-- grain: change_id, name_hash
with wanted as (
    select distinct name_hash
    from core._named_object
),

merged_pull as (
    select
        'github:' || pull.repository_id || '#' || pull.number as change_id,
        repository.full_name as repository,
        pull.repository_id,
        pull.number,
        pull.head_sha,
        pull.merged_at
    from staging.github__pull as pull
    inner join staging.github__repository as repository
        on pull.repository_id = repository.repository_id
    where pull.merged_at is not null
),

known_path as (
    select
        repository,
        path
    from core._change_file
    union
    select
        merged_pull.repository,
        pull_file.path
    from merged_pull
    inner join staging.github__pull_file as pull_file
        on
            merged_pull.repository_id = pull_file.repository_id
            and merged_pull.number = pull_file.pull_number
            and merged_pull.head_sha = pull_file.head_sha
),

hashed as (
    select
        repository,
        path,
        substr(sha256(lower(regexp_extract(path, '[^/]+$', 0))), 1, 16) as name_hash
    from known_path
),

-- A name that several files of a repository have tells none of them.
file_name as (
    select
        hashed.repository,
        hashed.name_hash,
        min(hashed.path) as path
    from hashed
    inner join wanted on hashed.name_hash = wanted.name_hash
    group by
        hashed.repository,
        hashed.name_hash
    having count(*) = 1
),

changed as (
    select
        git_commit.change_id,
        git_commit.repository,
        file_name.name_hash,
        git_commit.committed_at as changed_at
    from core._change_file as change_file
    inner join file_name
        on change_file.repository = file_name.repository and change_file.path = file_name.path
    inner join core._commit as git_commit on change_file.sha = git_commit.sha
    where not git_commit.is_merge
    union all
    select
        merged_pull.change_id,
        merged_pull.repository,
        file_name.name_hash,
        merged_pull.merged_at as changed_at
    from merged_pull
    inner join staging.github__pull_file as pull_file
        on
            merged_pull.repository_id = pull_file.repository_id
            and merged_pull.number = pull_file.pull_number
            and merged_pull.head_sha = pull_file.head_sha
    inner join file_name
        on merged_pull.repository = file_name.repository and pull_file.path = file_name.path
    union all
    select
        git_commit.change_id,
        git_commit.repository,
        wanted.name_hash,
        git_commit.committed_at as changed_at
    from core._commit as git_commit
    inner join wanted
        on substr(sha256(substr(git_commit.reverts_sha, 1, 7)), 1, 16) = wanted.name_hash
)

select
    change_id,
    repository,
    name_hash,
    min(changed_at) as changed_at
from changed
group by
    change_id,
    repository,
    name_hash
