-- doc: One row is one commit that a pull request landed, and the change that this request is.
-- grain: sha
with recursive limits as (
    select
        max(value) filter (where name = 'pull_commits') as commits,
        max(value) filter (where name = 'pull_landing_days') * 86400 as seconds
    from rules.limits__thresholds
),

merged_pull as (
    select
        'github:' || pull.repository_id || '#' || pull.number as change_id,
        repository.full_name as repository,
        pull.number,
        pull.merge_commit_sha,
        pull.merged_at
    from staging.github__pull as pull
    left join staging.github__repository as repository
        on pull.repository_id = repository.repository_id
    where pull.merged_at is not null
),

numbered_commit as (
    select
        dated_commit.sha,
        dated_commit.repository,
        dated_commit.pull_number,
        dated_commit.is_merge,
        merged_pull.change_id
    from core._dated_commit as dated_commit
    cross join limits
    left join merged_pull
        on
            dated_commit.repository = merged_pull.repository
            and dated_commit.pull_number = merged_pull.number
            and abs(epoch(dated_commit.committed_at) - epoch(merged_pull.merged_at))
            <= limits.seconds
    where dated_commit.pull_number is not null
),

-- A number that no request of the tool has is one only where the commit merges it.
landing_commit as (
    select
        dated_commit.sha,
        min(merged_pull.change_id) as change_id,
        1 as rank
    from merged_pull
    inner join core._dated_commit as dated_commit
        on merged_pull.merge_commit_sha = dated_commit.sha
    group by dated_commit.sha
    union all
    select
        sha,
        coalesce(change_id, 'git:' || repository || '#' || pull_number) as change_id,
        2 as rank
    from numbered_commit
    where change_id is not null or is_merge
),

landing as (
    select
        sha,
        change_id
    from landing_commit
    qualify row_number() over (partition by sha order by rank, change_id) = 1
),

merge_size as (
    select
        merge_sha,
        count(*) filter (where not is_merge) as commits
    from core._dated_commit
    where merge_sha is not null
    group by merge_sha
),

-- What a merge without a number brought came by the request around it.
merge_landing as (
    select
        merge_size.merge_sha,
        landing.change_id
    from merge_size
    inner join landing on merge_size.merge_sha = landing.sha
    union all
    select
        inner_merge.sha as merge_sha,
        merge_landing.change_id
    from merge_landing
    inner join core._dated_commit as inner_merge on merge_landing.merge_sha = inner_merge.merge_sha
    left join landing on inner_merge.sha = landing.sha
    where inner_merge.is_merge and landing.sha is null
)

select
    dated_commit.sha,
    coalesce(landing.change_id, merge_landing.change_id) as change_id
from core._dated_commit as dated_commit
cross join limits
left join landing on dated_commit.sha = landing.sha
left join merge_landing on dated_commit.merge_sha = merge_landing.merge_sha
left join merge_size on dated_commit.merge_sha = merge_size.merge_sha
where
    landing.change_id is not null
    -- A merge of more commits joins branches, and each of its commits is a change.
    or (merge_landing.change_id is not null and merge_size.commits <= limits.commits)
