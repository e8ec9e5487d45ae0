-- doc: One row is one event of a release: one person tagged or published it, or ran its ticket.
-- grain: person_id, kind, object_id, event_id
select
    event.person_id,
    'coordination.release' as kind,
    event.object_type,
    -- A candidate belongs to its release.
    regexp_replace(
        event.object_id,
        '([0-9])[-._]?(0[.][0-9]+[.])?(rc|alpha|beta|pre)[-._]?[0-9]*$',
        '\1',
        'i'
    ) as object_id,
    event.container,
    '' as bucket,
    event.event_id,
    event.occurred_at,
    event.url,
    'O' as evidence_level,
    case when event.kind = 'git.tag' then 'version_tag' else 'release_published' end as rule_id
from core._person_event as event
where
    event.kind = 'github.release.published'
    or (
        event.kind = 'git.tag'
        and regexp_matches(lower(event.detail), $paths__releases)
        and not regexp_matches(lower(event.detail), $paths__other_tags)
    )
union all
select
    event.person_id,
    'coordination.release' as kind,
    'ticket' as object_type,
    event.object_id,
    event.container,
    '' as bucket,
    event.event_id,
    event.occurred_at,
    event.url,
    'O' as evidence_level,
    'release_ticket' as rule_id
from core._person_event as event
inner join core._release_ticket as release on event.object_id = release.object_id
left join core._evidence_gate as gate on event.event_id = gate.event_id
where gate.event_id is null and event.kind in ('jira.issue.created', 'jira.issue.status_changed')
