-- doc: One row is the event that shows the minutes of one meeting, its own or the document's.
-- grain: object_id
with newest_commit as (
    select
        'git:' || file_change.repository || ':' || file_change.path as object_id,
        max_by(git_commit.sha, (git_commit.committed_at, git_commit.sha)) as sha
    from staging.git__file_change as file_change
    inner join core._commit as git_commit on file_change.sha = git_commit.sha
    inner join staging.git__minutes as minutes
        on
            file_change.repository = minutes.repository
            and file_change.path = minutes.path
    where git_commit.committed_at <= $as_of
    group by
        file_change.repository,
        file_change.path
),

minutes_event as (
    select
        minutes.object_id,
        event.event_id,
        minutes.starts_at as occurred_at,
        minutes.url
    from core._minutes as minutes
    inner join core.event as event on minutes.object_id || ':held' = event.event_id
    union all
    select
        minutes.object_id,
        max_by(event.event_id, (event.occurred_at, event.event_id)) as event_id,
        min(event.occurred_at) as occurred_at,
        max_by(event.url, (event.occurred_at, event.event_id)) as url
    from core._minutes as minutes
    inner join core.event as event on minutes.object_id = event.object_id
    where
        event.kind in ('confluence.page.created', 'confluence.page.edited')
        and not event.is_future
    group by minutes.object_id
    union all
    select
        newest_commit.object_id,
        event.event_id,
        event.occurred_at,
        event.url
    from newest_commit
    inner join core.event as event on 'git:' || newest_commit.sha || ':0' = event.event_id
)

select
    object_id,
    min(event_id) as event_id,
    min(occurred_at) as occurred_at,
    min(url) as url
from minutes_event
group by object_id
