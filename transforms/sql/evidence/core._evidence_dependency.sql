-- doc: One row is one link that one person created between tickets of different teams.
-- grain: person_id, kind, object_id, event_id
with dependency as (
    select
        source.object_id as source_object_id,
        source.key as source_key,
        source.ticket_id as source_id,
        target.key as target_key,
        target.ticket_id as target_id,
        source.container,
        source.url,
        'jira:link:' || source.ticket_id || ':' || target.ticket_id as object_id
    from staging.jira__issue_link as link
    inner join rules.tickets__dependency_links as dependency_link
        on lower(link.link_type) = dependency_link.name
    inner join core._ticket as source on link.source_issue_id = source.ticket_id
    inner join core._ticket as target on link.target_issue_id = target.ticket_id
    where source.owning_team <> target.owning_team
),

link_change as (
    select
        dependency.*,
        change.person_id,
        change.event_id,
        change.changed_at,
        row_number() over (
            partition by dependency.object_id
            order by change.changed_at desc, change.person_id asc, change.event_id asc
        ) as recency
    from dependency
    inner join core._ticket_change as change
        on
            (dependency.source_id = change.ticket_id and dependency.target_key = change.to_id)
            or (dependency.target_id = change.ticket_id and dependency.source_key = change.to_id)
    where change.field = 'link'
)

select
    person_id,
    'coordination.dependency_link' as kind,
    'link' as object_type,
    object_id,
    container,
    '' as bucket,
    event_id,
    changed_at as occurred_at,
    url,
    'O' as evidence_level,
    'cross_team_link' as rule_id
from link_change
where recency = 1 and person_id is not null
