-- doc: One row is one commit and the change it belongs to, however many commits carry that.
-- grain: sha
with limits as (
    select value as files
    from rules.limits__thresholds
    where name = 'import_files'
),

first_root as (
    select
        repository,
        min_by(sha, (committed_at, sha)) as sha
    from core._dated_commit
    where len(parents) = 0
    group by repository
),

-- A squashed revert may name the pull request alone, and that is the commit which landed it.
landed_pull as (
    select
        repository,
        pull_number,
        min_by(sha, (committed_at, sha)) as sha
    from core._dated_commit
    where pull_number is not null and is_on_default_branch
    group by
        repository,
        pull_number
)

select
    dated_commit.sha,
    dated_commit.repository,
    dated_commit.authored_at,
    dated_commit.committed_at,
    dated_commit.url,
    dated_commit.is_merge,
    dated_commit.conventional_type,
    coalesce(dated_commit.reverts_sha, landed_pull.sha) as reverts_sha,
    dated_commit.is_reapply,
    -- A commit whose files are unknown is not empty.
    coalesce(dated_commit.files_changed = 0, false) as is_empty,
    -- A later history that begins anew, or a subtree without its history, brings a whole tree.
    coalesce(
        len(dated_commit.parents) = 0
        and first_root.sha <> dated_commit.sha
        and dated_commit.files_changed >= limits.files,
        false
    ) as is_imported,
    dated_commit.lines_added is not null as has_known_lines,
    dated_commit.is_on_default_branch,
    coalesce(copy.original_sha, dated_commit.sha) as original_sha,
    coalesce(copy.original_sha <> dated_commit.sha, false) as is_copy,
    coalesce(copy.original_sha <> dated_commit.sha, false)
    and dated_commit.picked_from is not null
    and not dated_commit.is_on_default_branch as is_backport,
    -- Picking keeps the author's date; a request for another branch has its own.
    coalesce(original.authored_at <> dated_commit.authored_at, false) as is_remade,
    coalesce(pull.change_id, 'git:' || coalesce(copy.original_sha, dated_commit.sha)) as change_id,
    case when pull.change_id is null then 'commit' else 'pull' end as change_type
from core._dated_commit as dated_commit
cross join limits
left join first_root on dated_commit.repository = first_root.repository
left join landed_pull
    on
        dated_commit.repository = landed_pull.repository
        and dated_commit.reverts_pull_number = landed_pull.pull_number
left join core._commit_original as copy on dated_commit.sha = copy.sha
left join core._dated_commit as original on copy.original_sha = original.sha
left join core._commit_pull as pull
    on coalesce(copy.original_sha, dated_commit.sha) = pull.sha
