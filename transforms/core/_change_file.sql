-- doc: One row is one file changed by one commit, with what its path says about it.
-- grain: sha, path
select
    file_change.sha,
    file_change.path,
    file_change.repository,
    file_change.is_created,
    coalesce(file_change.lines_added, 0) + coalesce(file_change.lines_deleted, 0) as lines_changed,
    exists(
        select 1
        from rules.paths__documentation as documentation
        where regexp_matches(lower(file_change.path), documentation.pattern)
    ) as is_documentation,
    exists(
        select 1
        from rules.paths__upkeep as upkeep
        where regexp_matches(lower(file_change.path), upkeep.pattern)
    ) as is_upkeep
from staging.git__file_change as file_change
inner join core._commit as git_commit
    on
        file_change.repository = git_commit.repository
        and file_change.sha = git_commit.sha
where file_change.deleted_at is null
