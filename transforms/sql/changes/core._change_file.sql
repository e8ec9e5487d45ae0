-- doc: One row is one file changed by one commit, with what its path says about it. Lines of a
-- doc: binary file are 0, those that nobody could count are null.
-- grain: sha, path
with changed_path as (
    select distinct path
    from staging.git__file_change
),

path_kind as (
    select
        path,
        regexp_matches(lower(path), $paths__documentation)
        and not regexp_matches(lower(path), $paths__other_texts) as is_documentation,
        regexp_matches(lower(path), $paths__minutes_folders)
        and regexp_matches(lower(path), $paths__dates) as is_minutes,
        regexp_matches(lower(path), $paths__documentation)
        and not regexp_matches(lower(path), $paths__other_texts)
        and regexp_matches(lower(path), $paths__release_notes) as is_release_notes,
        regexp_matches(lower(path), $paths__upkeep) as is_upkeep
    from changed_path
)

select
    file_change.sha,
    file_change.path,
    file_change.repository,
    file_change.previous_path,
    file_change.is_created,
    case
        when coalesce(file_change.is_counted, true)
            then coalesce(file_change.lines_added, 0)
    end as lines_added,
    case
        when coalesce(file_change.is_counted, true)
            then coalesce(file_change.lines_deleted, 0)
    end as lines_deleted,
    path_kind.is_documentation or path_kind.is_minutes as is_documentation,
    path_kind.is_minutes,
    path_kind.is_release_notes,
    path_kind.is_upkeep
from staging.git__file_change as file_change
inner join core._commit as git_commit
    on
        file_change.repository = git_commit.repository
        and file_change.sha = git_commit.sha
inner join path_kind on file_change.path = path_kind.path
-- Once the lines of a commit are known, what was listed without them is of an earlier reading.
where coalesce(file_change.is_counted, true) or not git_commit.has_known_lines
