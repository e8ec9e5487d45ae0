-- doc: One row is one commit that a branch or tag reaches, with times that a clock may have shown.
-- grain: sha
with commit_copy as (
    select
        *,
        -- A clone that lacks files comes after one that has them.
        row_number() over (partition by sha order by lines_added is null, repository) as place
    from staging.git__commit
    where is_reachable
),

-- Git starts at 1970 where a date is missing or unreadable, and no clock is ahead of the pull.
credible_time as (
    select
        *,
        authored_at >= timestamptz '1971-01-01 00:00+00'
        and authored_at <= observed_at + interval 1 day as is_authored_credible,
        committed_at >= timestamptz '1971-01-01 00:00+00'
        and committed_at <= observed_at + interval 1 day as is_committed_credible
    from commit_copy
    where place = 1
)

select
    credible_time.sha,
    credible_time.repository,
    credible_time.parents,
    case
        when
            credible_time.is_committed_credible
            and (
                not credible_time.is_authored_credible
                or credible_time.authored_at > credible_time.committed_at + interval 1 day
            )
            then credible_time.committed_at
        else credible_time.authored_at
    end as authored_at,
    case
        when credible_time.is_committed_credible then credible_time.committed_at
        else credible_time.authored_at
    end as committed_at,
    credible_time.url,
    credible_time.is_merge,
    coalesce(credible_time.is_sync, false) as is_sync,
    credible_time.conventional_type,
    credible_time.reverts_sha,
    credible_time.reverts_pull_number,
    credible_time.is_reapply,
    credible_time.subject_hash,
    credible_time.picked_from,
    credible_time.change_id,
    credible_time.pull_number,
    credible_time.files_changed,
    credible_time.lines_added,
    credible_time.lines_deleted,
    side.merge_sha,
    side.sha is null or side.merge_sha is not null as is_on_default_branch
from credible_time
left join staging.git__side_commit as side
    on credible_time.repository = side.repository and credible_time.sha = side.sha
where credible_time.is_authored_credible or credible_time.is_committed_credible
