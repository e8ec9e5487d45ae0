-- doc: One row is one object of a tool, its label there, and its title where one is stored.
-- grain: object_id
-- kind: view
with issue as (
    select
        'github:' || repository_id || '#' || number as object_id,
        '#' || number as label,
        max(title) as title
    from history.github__issue
    group by
        repository_id,
        number
),

pull as (
    select
        'github:' || repository_id || '#' || number as object_id,
        '#' || number as label,
        max(title) as title
    from staging.github__pull
    group by
        repository_id,
        number
)

select * from issue
union all
select pull.*
from pull
left join issue on pull.object_id = issue.object_id
where issue.object_id is null
union all
select
    'jira:' || issue_id as object_id,
    key as label,
    title
from history.jira__issue
union all
select
    'jira:link:' || link.source_issue_id || ':' || link.target_issue_id as object_id,
    min(source.key || ' ' || lower(link.link_type) || ' ' || target.key) as label,
    cast(null as varchar) as title
from history.jira__issue_link as link
inner join history.jira__issue as source on link.source_issue_id = source.issue_id
inner join history.jira__issue as target on link.target_issue_id = target.issue_id
group by
    link.source_issue_id,
    link.target_issue_id
union all
select
    'confluence:' || page_id as object_id,
    'page ' || page_id as label,
    cast(null as varchar) as title
from history.confluence__page
union all
select
    'pagerduty:' || incident_id as object_id,
    'incident ' || number as label,
    cast(null as varchar) as title
from staging.pagerduty__incident
union all
select
    'google:' || file_id as object_id,
    'document ' || substr(file_id, 1, 8) as label,
    cast(null as varchar) as title
from staging.google__file
union all
select
    object_id,
    'meeting of ' || strftime(starts_at, '%Y-%m-%d') as label,
    cast(null as varchar) as title
from core._meeting
union all
select distinct
    'google:series:' || series_id as object_id,
    'meeting' as label,
    cast(null as varchar) as title
from core._meeting
