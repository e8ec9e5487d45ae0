-- doc: One row is one merged change and one name of a file it changed or a commit it reverted.
-- grain: change_id, name_hash
with wanted_name as (
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

repository_path as (
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

path_name as (
    select
        repository,
        path,
        substr(sha256(lower(regexp_extract(path, '[^/]+$', 0))), 1, 16) as name_hash
    from repository_path
),

-- A file name that a repository has more than once identifies no file.
file_name as (
    select
        path_name.repository,
        path_name.name_hash,
        min(path_name.path) as path
    from path_name
    inner join wanted_name on path_name.name_hash = wanted_name.name_hash
    group by
        path_name.repository,
        path_name.name_hash
    having count(*) = 1
),

name_change as (
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
    -- A comment names a commit by its first seven digits.
    select
        git_commit.change_id,
        git_commit.repository,
        wanted_name.name_hash,
        git_commit.committed_at as changed_at
    from core._commit as git_commit
    inner join wanted_name
        on substr(sha256(substr(git_commit.reverts_sha, 1, 7)), 1, 16) = wanted_name.name_hash
)

select
    change_id,
    repository,
    name_hash,
    min(changed_at) as changed_at
from name_change
group by
    change_id,
    repository,
    name_hash
