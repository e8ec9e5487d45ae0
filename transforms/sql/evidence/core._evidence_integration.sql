-- doc: One row is one act of taking in a change of somebody else: its commit applied or merged.
-- grain: person_id, kind, object_id, event_id
-- A pull request is left out: who presses its button is one of those who reviewed it.
with limits as (
    select
        max(value) filter (where name = 'import_changes') as changes,
        max(value) filter (where name = 'import_days') * 86400 as seconds
    from rules.limits__thresholds
),

-- Gerrit takes changes in itself, and names who uploaded one last as its committer.
applied_commit as (
    select
        'git:' || git_commit.sha || ':1' as event_id,
        git_commit.change_id,
        epoch(git_commit.committed_at) - epoch(git_commit.authored_at) as age_seconds
    from core._commit as git_commit
    inner join core._dated_commit as dated_commit on git_commit.sha = dated_commit.sha
    where
        git_commit.change_type = 'commit'
        and dated_commit.change_id is null
        and not git_commit.is_merge
        and not git_commit.is_copy
        and not git_commit.is_empty
        and git_commit.is_on_default_branch
),

-- A merge takes in what it brought to the default branch; a pull of the same branch brings what
-- was there already.
merged_change as (
    select distinct
        'git:' || dated_commit.merge_sha || ':0' as event_id,
        git_commit.change_id,
        epoch(merge.committed_at) - epoch(git_commit.authored_at) as age_seconds
    from core._dated_commit as dated_commit
    inner join core._commit as git_commit on dated_commit.sha = git_commit.sha
    inner join core._dated_commit as merge on dated_commit.merge_sha = merge.sha
    where
        not merge.is_sync
        and git_commit.change_type = 'commit'
        and not git_commit.is_merge
        and not git_commit.is_copy
        and not git_commit.is_empty
),

integrated_change as (
    select
        event.event_id,
        event.person_id,
        applied_commit.change_id as object_id,
        event.container,
        event.occurred_at,
        event.url,
        applied_commit.age_seconds,
        strftime(date_trunc('hour', event.occurred_at), '%Y-%m-%dT%H') as session
    from core._person_event as event
    inner join applied_commit on event.event_id = applied_commit.event_id
    where event.kind = 'git.committer'
    union all
    select
        event.event_id,
        event.person_id,
        merged_change.change_id as object_id,
        event.container,
        event.occurred_at,
        event.url,
        merged_change.age_seconds,
        event.event_id as session
    from core._person_event as event
    inner join merged_change on event.event_id = merged_change.event_id
    where event.kind = 'git.merged'
),

known_change as (
    select distinct object_id
    from core._authorship
),

change_of_others as (
    select
        integrated_change.*,
        count(*) over together >= limits.changes
        and 2 * sum(case when integrated_change.age_seconds >= limits.seconds then 1 else 0 end)
            over together
        >= count(*) over together as is_import
    from integrated_change
    inner join known_change on integrated_change.object_id = known_change.object_id
    cross join limits
    left join core._change_author as author
        on
            integrated_change.object_id = author.object_id
            and integrated_change.person_id = author.person_id
    where author.person_id is null
    window together as (
        partition by
            integrated_change.person_id,
            integrated_change.container,
            integrated_change.session
    )
)

-- One merge takes in a whole import.
select distinct
    person_id,
    'coordination.integration' as kind,
    case when is_import then 'import' else 'commit' end as object_type,
    case
        when is_import then 'git:' || container || ':import:' || session
        else object_id
    end as object_id,
    container,
    '' as bucket,
    event_id,
    occurred_at,
    url,
    'O' as evidence_level,
    case when is_import then 'history_imported' else 'change_taken_in' end as rule_id
from change_of_others
