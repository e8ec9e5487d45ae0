-- doc: One row is one event of Confluence: a page saved or commented on, a thread or task closed.
-- grain: event_id
-- kind: view
with page as (
    select
        page.page_id,
        page.url,
        coalesce(space.key, page.space_id) as container,
        'confluence:' || page.page_id as object_id
    from staging.confluence__page as page
    left join staging.confluence__space as space on page.space_id = space.space_id
    where page.status <> 'trashed'
),

comment as (
    select * from staging.confluence__footer_comment
    union all
    select * from staging.confluence__inline_comment
),

confluence_event as (
    select
        'confluence:version:' || page_id || ':' || number as event_id,
        case when number = 1 then 'confluence.page.created' else 'confluence.page.edited' end
            as kind,
        created_at as occurred_at,
        author_id as user_id,
        page_id,
        case when is_minor then 'minor' end as detail,
        url
    from staging.confluence__page_version
    union all
    select
        'confluence:comment:' || comment_id as event_id,
        'confluence.page.commented' as kind,
        created_at as occurred_at,
        author_id as user_id,
        page_id,
        cast(null as varchar) as detail,
        url
    from comment
    union all
    select
        'confluence:resolution:' || comment_id as event_id,
        'confluence.comment.resolved' as kind,
        resolved_at as occurred_at,
        resolver_id as user_id,
        page_id,
        cast(null as varchar) as detail,
        url
    from comment
    where resolution = 'resolved' and resolved_at is not null
    union all
    select
        'confluence:task:' || task_id as event_id,
        'confluence.task.completed' as kind,
        completed_at as occurred_at,
        completer_id as user_id,
        page_id,
        cast(null as varchar) as detail,
        cast(null as varchar) as url
    from staging.confluence__task
    where completed_at is not null
)

select
    confluence_event.event_id,
    'confluence' as source,
    confluence_event.kind,
    confluence_event.occurred_at,
    'confluence:' || confluence_event.user_id as account_id,
    'page' as object_type,
    page.object_id,
    page.container,
    confluence_event.detail,
    coalesce(confluence_event.url, page.url) as url
from confluence_event
inner join page on confluence_event.page_id = page.page_id
