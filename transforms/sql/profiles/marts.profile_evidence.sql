-- doc: One row is one event behind one line of one profile, with its link into the tool.
-- grain: activity_id, event_id
-- kind: view
-- Only publishing reads it; a table of its millions of rows would take seconds.
select
    evidence.person_id,
    evidence.activity_id,
    evidence.kind,
    evidence.object_type,
    evidence.object_id,
    evidence.container,
    case
        when object_label.label is not null then object_label.label
        when evidence.object_type in ('pull', 'issue')
            then '#' || split_part(evidence.object_id, '#', 2)
        when evidence.object_type = 'commit'
            then substr(split_part(evidence.object_id, ':', 2), 1, 10)
        when evidence.object_type = 'document'
            then substr(evidence.object_id, length('git:' || evidence.container || ':') + 1)
        when evidence.object_type = 'release'
            then substr(evidence.object_id, length('release:' || evidence.container || ':') + 1)
        else evidence.object_type
    end as object_label,
    object_label.title,
    evidence.event_id,
    event.kind as event_kind,
    evidence.occurred_at,
    evidence.url,
    evidence.evidence_level,
    evidence.rule_id,
    assisted_event.event_id is not null as is_agent_assisted,
    coalesce(change_copy.copy_count, 0) as copy_count
from core.activity_evidence as evidence
inner join core.event as event on evidence.event_id = event.event_id
left join core._assisted_event as assisted_event on evidence.event_id = assisted_event.event_id
left join core._object_label as object_label on evidence.object_id = object_label.object_id
left join core._change_copy as change_copy on evidence.object_id = change_copy.object_id
