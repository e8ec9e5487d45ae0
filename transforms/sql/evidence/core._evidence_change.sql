-- doc: One row is one authored change: a revert, upkeep, a fix for another team, or delivery.
-- grain: person_id, kind, object_id, event_id
with limits as (
    select value as minutes
    from rules.limits__thresholds
    where name = 'self_revert_minutes'
),

path_summary as (
    select
        sha,
        bool_and(is_upkeep or is_documentation) as is_all_upkeep,
        bool_and(is_documentation) as is_all_documentation
    from core._change_file
    group by sha
),

-- Taking back at once what one merged or applied by mistake does nothing for others either.
contributor as (
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
    where kind in ('git.merged', 'git.committer')
),

own_quick_revert as (
    select
        author.sha,
        author.person_id
    from core._commit_author as author
    inner join core._commit as git_commit on author.sha = git_commit.sha
    inner join contributor as reverted_contributor
        on
            git_commit.reverts_sha = reverted_contributor.sha
            and author.person_id = reverted_contributor.person_id
    cross join limits
    where epoch(author.occurred_at) - epoch(reverted_contributor.occurred_at) <= limits.minutes * 60
),

pull_repository as (
    select distinct repository.full_name
    from staging.github__pull as pull
    inner join staging.github__repository as repository
        on pull.repository_id = repository.repository_id
),

typed_commit as (
    select
        git_commit.sha,
        git_commit.change_id,
        git_commit.change_type,
        git_commit.repository,
        git_commit.reverts_sha,
        case
            when git_commit.reverts_sha is not null and not git_commit.is_reapply then 'fix.revert'
            when coalesce(path_summary.is_all_documentation, false) then 'documentation'
            when
                upkeep_type.conventional_type is not null
                or coalesce(path_summary.is_all_upkeep, false)
                then 'fix.upkeep'
            else 'delivery.feature'
        end as kind
    from core._commit as git_commit
    left join path_summary on git_commit.sha = path_summary.sha
    left join rules.credit__upkeep_types as upkeep_type
        on git_commit.conventional_type = upkeep_type.conventional_type
    where
        not git_commit.is_merge
        and not git_commit.is_copy
        and not git_commit.is_empty
        and not git_commit.is_imported
        and (git_commit.is_on_default_branch or git_commit.reverts_sha is not null)
),

-- A request of several commits is upkeep only if none of them is more.
change_kind as (
    select
        change_id,
        case when bool_or(kind = 'delivery.feature') then 'delivery.feature' else 'fix.upkeep' end
            as kind
    from typed_commit
    where change_type = 'pull' and kind in ('delivery.feature', 'fix.upkeep')
    group by change_id
),

classified_commit as (
    select
        author.*,
        typed_commit.change_id,
        typed_commit.change_type,
        typed_commit.repository,
        typed_commit.reverts_sha,
        case
            when typed_commit.kind = 'fix.revert' then 'fix.revert'
            else coalesce(change_kind.kind, typed_commit.kind)
        end as kind
    from core._commit_author as author
    inner join typed_commit on author.sha = typed_commit.sha
    left join change_kind on typed_commit.change_id = change_kind.change_id
),

undelivered_pull as (
    select change_id
    from typed_commit
    where change_type = 'pull'
    group by change_id
    having not bool_or(kind = 'delivery.feature')
    union
    select pull.change_id
    from core._commit as git_commit
    inner join core._commit_pull as pull on git_commit.sha = pull.sha
    where git_commit.is_backport
)

select
    classified_commit.person_id,
    classified_commit.kind,
    case
        when classified_commit.kind = 'fix.revert' then 'commit' else classified_commit.change_type
    end
        as object_type,
    case
        when classified_commit.kind = 'fix.revert' then 'git:' || classified_commit.reverts_sha
        else classified_commit.change_id
    end as object_id,
    classified_commit.repository as container,
    '' as bucket,
    classified_commit.event_id,
    classified_commit.occurred_at,
    classified_commit.url,
    'O' as evidence_level,
    'authored_commit' as rule_id
from classified_commit
left join own_quick_revert
    on
        classified_commit.sha = own_quick_revert.sha
        and classified_commit.person_id = own_quick_revert.person_id
left join pull_repository on classified_commit.repository = pull_repository.full_name
where
    own_quick_revert.sha is null
    and classified_commit.kind <> 'documentation'
    and (classified_commit.kind <> 'delivery.feature' or pull_repository.full_name is null)
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
left join undelivered_pull on event.object_id = undelivered_pull.change_id
where event.kind = 'github.pull.merged' and undelivered_pull.change_id is null
