-- doc: One row is one comment that others linked at least twice.
-- grain: person_id, kind, object_id, bucket, event_id
with limits as (
    select value as links
    from rules.limits__thresholds
    where name = 'reused_links'
),

answer as (
    select
        'github:issue_comment:' || comment_id as event_id,
        substr(sha256('issuecomment-' || comment_id), 1, 16) as name_hash
    from staging.github__issue_comment
    union all
    select
        'jira:comment:' || comment_id as event_id,
        substr(sha256('focusedcommentid=' || comment_id), 1, 16) as name_hash
    from staging.jira__comment
),

linked as (
    select
        answer.event_id,
        event.event_id as linking_event_id,
        event.person_id
    from core._naming as naming
    inner join answer on naming.name_hash = answer.name_hash
    inner join core._person_event as event on naming.event_id = event.event_id
),

opened as (
    select
        object_id,
        person_id
    from core._person_event
    where kind in ('github.issue.opened', 'github.pull.opened', 'jira.issue.created')
)

select
    event.person_id,
    'documentation.reused_answer' as kind,
    event.object_type,
    event.object_id,
    event.container,
    event.event_id as bucket,
    event.event_id,
    event.occurred_at,
    event.url,
    'I' as evidence_level,
    'linked_by_others' as rule_id
from core._person_event as event
inner join linked on event.event_id = linked.event_id
cross join limits
-- Who goes on in a thread of their own answers nobody.
left join opened on event.object_id = opened.object_id and event.person_id = opened.person_id
where linked.person_id <> event.person_id and opened.object_id is null
group by
    event.person_id,
    event.object_type,
    event.object_id,
    event.container,
    event.event_id,
    event.occurred_at,
    event.url
having count(distinct linked.linking_event_id) >= max(limits.links)
