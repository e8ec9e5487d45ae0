-- doc: One row is one commit, once, whichever repositories hold it, and the change it belongs to.
-- grain: sha
with ranked as (
    select
        *,
        row_number() over (partition by sha order by repository) as copy
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
    ranked.sha,
    ranked.repository,
    ranked.authored_at,
    ranked.committed_at,
    ranked.url,
    ranked.is_merge,
    ranked.conventional_type,
    ranked.reverts_sha,
    ranked.is_reapply,
    coalesce(merged_pull.change_id, 'git:' || ranked.sha) as change_id,
    case when merged_pull.change_id is null then 'commit' else 'pull' end as change_type
from ranked
left join merged_pull on ranked.sha = merged_pull.sha
where ranked.copy = 1
