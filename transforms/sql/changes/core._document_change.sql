-- doc: One row is one document and one commit that changed more than a trifle of it, reverts aside.
-- grain: sha, path
with limits as (
    select value as lines_changed
    from rules.limits__thresholds
    where name = 'documentation_lines_changed'
)

select
    change_file.sha,
    change_file.path,
    change_file.repository,
    git_commit.change_id,
    git_commit.is_merge,
    change_file.is_created,
    change_file.lines_added,
    change_file.lines_deleted
from core._change_file as change_file
inner join core._commit as git_commit on change_file.sha = git_commit.sha
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
