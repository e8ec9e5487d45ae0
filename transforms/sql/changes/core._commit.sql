-- doc: One row is one commit and the change it belongs to, however many repositories have it.
-- grain: sha
with commit_copy as (
    select
        *,
        row_number() over (partition by sha order by repository) as place
    from staging.git__commit
    where is_reachable
),

merged_pull as (
    select
        merge_commit_sha as sha,
        min('github:' || repository_id || '#' || number) as change_id
    from staging.github__pull
    where merged_at is not null and merge_commit_sha is not null
    group by merge_commit_sha
)

select
    commit_copy.sha,
    commit_copy.repository,
    commit_copy.authored_at,
    commit_copy.committed_at,
    commit_copy.url,
    commit_copy.is_merge,
    commit_copy.conventional_type,
    commit_copy.reverts_sha,
    commit_copy.is_reapply,
    coalesce(merged_pull.change_id, 'git:' || commit_copy.sha) as change_id,
    case when merged_pull.change_id is null then 'commit' else 'pull' end as change_type
from commit_copy
left join merged_pull on commit_copy.sha = merged_pull.sha
where commit_copy.place = 1
