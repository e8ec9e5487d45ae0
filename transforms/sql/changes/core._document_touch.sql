-- doc: One row is one document and one commit that changed it however little, reverts aside.
-- grain: sha, path
with limits as (
    select
        max(value) filter (where name = 'documentation_lines_changed') as lines_changed,
        max(value) filter (where name = 'mass_edit_documents') as documents,
        max(value) filter (where name = 'mass_edit_minutes') as minutes
    from rules.limits__thresholds
),

changed_document as (
    select
        change_file.sha,
        change_file.path,
        change_file.repository,
        change_file.is_created,
        change_file.lines_added,
        change_file.lines_deleted,
        git_commit.change_id,
        git_commit.change_type,
        git_commit.committed_at,
        git_commit.is_merge,
        change_file.is_minutes or minutes.path is not null as is_minutes,
        git_commit.reverts_sha is null as is_kept
    from core._change_file as change_file
    inner join core._commit as git_commit on change_file.sha = git_commit.sha
    left join staging.git__minutes as minutes
        on
            change_file.repository = minutes.repository
            and change_file.path = minutes.path
    where
        change_file.is_documentation
        and not change_file.is_release_notes
        and not git_commit.is_copy
        and not git_commit.is_imported
        and git_commit.is_on_default_branch
),

path_moment as (
    select
        repository,
        path,
        committed_at as moment,
        sha,
        cast(null as timestamptz) as born_at
    from changed_document
    union all
    select
        repository,
        path,
        born_at as moment,
        cast(null as varchar) as sha,
        born_at
    from core._document_birth
),

dated_moment as (
    select
        repository,
        path,
        sha,
        max(born_at) over (partition by repository, path order by moment) as born_at
    from path_moment
),

commit_size as (
    select
        sha,
        count(*) as documents,
        count(*) filter (where is_minutes and not is_created) as edited_minutes
    from changed_document
    group by sha
)

select
    changed_document.sha,
    changed_document.path,
    changed_document.repository,
    changed_document.change_id,
    changed_document.change_type,
    changed_document.is_merge,
    changed_document.is_created,
    -- A file that was given its date later was minutes all along.
    changed_document.is_minutes or later_minutes.path is not null as is_minutes,
    changed_document.lines_added,
    changed_document.lines_deleted,
    birth.created_sha,
    coalesce(birth.document_path, changed_document.path) as document_path,
    changed_document.lines_added + changed_document.lines_deleted
    < limits.lines_changed as is_trifle,
    commit_size.documents >= limits.documents
    or (
        changed_document.is_minutes
        and not changed_document.is_created
        and commit_size.edited_minutes >= limits.minutes
    ) as is_mass_edit
from changed_document
inner join commit_size on changed_document.sha = commit_size.sha
inner join dated_moment
    on
        changed_document.repository = dated_moment.repository
        and changed_document.path = dated_moment.path
        and changed_document.sha = dated_moment.sha
left join core._document_birth as birth
    on
        dated_moment.repository = birth.repository
        and dated_moment.path = birth.path
        and dated_moment.born_at = birth.born_at
left join staging.git__minutes as later_minutes
    on
        birth.repository = later_minutes.repository
        and birth.document_path = later_minutes.path
cross join limits
where changed_document.is_kept
