-- doc: One row is the event that shows the minutes of one meeting, its own or the document's.
-- grain: object_id
with minutes_commit as (
    select
        'git:' || minutes.repository || ':' || minutes.path as object_id,
        git_commit.sha,
        git_commit.committed_at,
        document.is_created,
        case when document.is_mass_edit then document.change_type end as mass_edit_type,
        case when document.is_mass_edit then document.change_id end as mass_edit_id
    from staging.git__minutes as minutes
    inner join core._document_touch as document
        on
            minutes.repository = document.repository
            and minutes.path = document.document_path
    inner join core._commit as git_commit on document.sha = git_commit.sha
    where git_commit.committed_at <= $as_of
),

-- Who edits minutes later, or moves them, did not publish them.
ordered_commit as (
    select
        *,
        row_number() over (
            partition by object_id
            order by committed_at, sha
        ) as place
    from minutes_commit
),

minutes_event as (
    select
        minutes.object_id,
        event.event_id,
        minutes.starts_at as occurred_at,
        minutes.url,
        false as is_publication,
        cast(null as varchar) as mass_edit_type,
        cast(null as varchar) as mass_edit_id
    from core._minutes as minutes
    inner join core.event as event on minutes.object_id || ':held' = event.event_id
    union all
    select
        minutes.object_id,
        max_by(event.event_id, (event.occurred_at, event.event_id)) as event_id,
        min(event.occurred_at) as occurred_at,
        max_by(event.url, (event.occurred_at, event.event_id)) as url,
        false as is_publication,
        cast(null as varchar) as mass_edit_type,
        cast(null as varchar) as mass_edit_id
    from core._minutes as minutes
    inner join core.event as event on minutes.object_id = event.object_id
    where
        event.kind in ('confluence.page.created', 'confluence.page.edited')
        and not event.is_future
    group by minutes.object_id
    union all
    select
        ordered_commit.object_id,
        event.event_id,
        event.occurred_at,
        event.url,
        ordered_commit.is_created as is_publication,
        ordered_commit.mass_edit_type,
        ordered_commit.mass_edit_id
    from ordered_commit
    inner join core.event as event on 'git:' || ordered_commit.sha || ':0' = event.event_id
    where ordered_commit.place = 1
)

select
    object_id,
    min(event_id) as event_id,
    min(occurred_at) as occurred_at,
    min(url) as url,
    bool_or(is_publication) as is_publication,
    min(mass_edit_type) as mass_edit_type,
    min(mass_edit_id) as mass_edit_id
from minutes_event
group by object_id
