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
        'issuecomment-' || comment_id as link_end
    from staging.github__issue_comment
    union all
    select
        'jira:comment:' || comment_id as event_id,
        'focusedcommentid=' || comment_id as link_end
    from staging.jira__comment
),

answer_link as (
    select
        answer.event_id,
        event.event_id as linking_event_id,
        event.person_id
    from core._naming as naming
    inner join answer on naming.name_hash = substr(sha256(answer.link_end), 1, 16)
    inner join core._person_event as event on naming.event_id = event.event_id
),

opened_object as (
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
inner join answer_link on event.event_id = answer_link.event_id
cross join limits
-- A comment in the person's own thread answers nobody.
left join opened_object
    on event.object_id = opened_object.object_id and event.person_id = opened_object.person_id
where answer_link.person_id <> event.person_id and opened_object.object_id is null
group by
    event.person_id,
    event.object_type,
    event.object_id,
    event.container,
    event.event_id,
    event.occurred_at,
    event.url
having count(distinct answer_link.linking_event_id) >= max(limits.links)
