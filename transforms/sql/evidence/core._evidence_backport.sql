-- doc: One row is one copy of a change for another branch, by who committed or proposed it.
-- grain: person_id, kind, object_id, bucket, event_id
with backport as (
    select
        git_commit.sha,
        git_commit.change_id,
        git_commit.change_type,
        git_commit.repository,
        pull.change_id as pull_change_id,
        maker.event_id,
        maker.person_id,
        maker.occurred_at,
        maker.url
    from core._commit as git_commit
    left join core._commit_pull as pull on git_commit.sha = pull.sha
    left join core._person_event as maker
        on
            'git:' || git_commit.sha || case when git_commit.is_remade then ':0' else ':1' end
            = maker.event_id
            and maker.kind in ('git.backported', 'git.committer')
    where git_commit.is_backport
),

backport_event as (
    select
        sha,
        change_id,
        change_type,
        repository,
        event_id,
        person_id,
        occurred_at,
        url
    from backport
    where person_id is not null
    union all
    -- The tool commits what it merges, and the request is of who made the backport.
    select
        backport.sha,
        backport.change_id,
        backport.change_type,
        backport.repository,
        merged.event_id,
        merged.person_id,
        merged.occurred_at,
        merged.url
    from backport
    inner join core._person_event as merged
        on backport.pull_change_id = merged.object_id and merged.kind = 'github.pull.merged'
    where backport.person_id is null
)

select
    person_id,
    'fix.backport' as kind,
    change_type as object_type,
    change_id as object_id,
    repository as container,
    sha as bucket,
    event_id,
    occurred_at,
    url,
    'O' as evidence_level,
    'picked_to_a_branch' as rule_id
from backport_event
