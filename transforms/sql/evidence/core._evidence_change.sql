-- doc: One row is one authored change: a revert, upkeep, a fix of what others own, or delivery.
-- grain: person_id, kind, object_id, event_id
with limits as (
    select value as minutes
    from rules.limits__thresholds
    where name = 'self_revert_minutes'
),

path_summary as (
    select
        sha,
        bool_and(is_upkeep) as is_all_upkeep,
        bool_and(is_documentation) as is_all_documentation
    from core._change_file
    group by sha
),

-- Who merged a change in error and takes it back at once has done nothing for others either.
party as (
    select
        sha,
        person_id,
        occurred_at
    from core._commit_author
    union all
    select
        split_part(event_id, ':', 2) as sha,
        person_id,
        occurred_at
    from core._person_event
    where kind = 'git.merged'
),

own_quick_revert as (
    select
        author.sha,
        author.person_id
    from core._commit_author as author
    inner join core._commit as git_commit on author.sha = git_commit.sha
    inner join party as reverted_author
        on
            git_commit.reverts_sha = reverted_author.sha
            and author.person_id = reverted_author.person_id
    cross join limits
    where epoch(author.occurred_at) - epoch(reverted_author.occurred_at) <= limits.minutes * 60
),

pulled_repository as (
    select distinct repository.full_name
    from staging.github__pull as pull
    inner join staging.github__repository as repository
        on pull.repository_id = repository.repository_id
),

classified as (
    select
        author.*,
        git_commit.change_id,
        git_commit.change_type,
        git_commit.repository,
        git_commit.reverts_sha,
        case
            when git_commit.reverts_sha is not null and not git_commit.is_reapply then 'fix.revert'
            when
                upkeep_type.conventional_type is not null
                or coalesce(path_summary.is_all_upkeep, false)
                then 'fix.upkeep'
            when coalesce(path_summary.is_all_documentation, false) then 'documentation'
            else 'delivery.feature'
        end as kind
    from core._commit_author as author
    inner join core._commit as git_commit on author.sha = git_commit.sha
    left join path_summary on author.sha = path_summary.sha
    left join rules.credit__upkeep_types as upkeep_type
        on git_commit.conventional_type = upkeep_type.conventional_type
    where not git_commit.is_merge
)

select
    classified.person_id,
    classified.kind,
    case when classified.kind = 'fix.revert' then 'commit' else classified.change_type end
        as object_type,
    case
        when classified.kind = 'fix.revert' then 'git:' || classified.reverts_sha
        else classified.change_id
    end as object_id,
    classified.repository as container,
    '' as bucket,
    classified.event_id,
    classified.occurred_at,
    classified.url,
    'O' as evidence_level,
    'authored_commit' as rule_id
from classified
left join own_quick_revert
    on
        classified.sha = own_quick_revert.sha
        and classified.person_id = own_quick_revert.person_id
left join pulled_repository on classified.repository = pulled_repository.full_name
where
    own_quick_revert.sha is null
    and classified.kind <> 'documentation'
    and (
        classified.kind <> 'delivery.feature'
        or (classified.change_type = 'commit' and pulled_repository.full_name is null)
    )
union all
select
    event.person_id,
    case when drive_by.object_id is null then 'delivery.feature' else 'fix.drive_by' end as kind,
    event.object_type,
    event.object_id,
    event.container,
    '' as bucket,
    event.event_id,
    event.occurred_at,
    event.url,
    'O' as evidence_level,
    case when drive_by.object_id is null then 'merged_pull' else 'component_of_another_team' end
        as rule_id
from core._person_event as event
left join core._drive_by as drive_by
    on event.object_id = drive_by.object_id and event.person_id = drive_by.person_id
where
    event.kind = 'github.pull.merged'
    and event.object_id not in (
        select classified.change_id
        from classified
        where classified.change_type = 'pull' and classified.kind <> 'delivery.feature'
    )
