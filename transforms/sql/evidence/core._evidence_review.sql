-- doc: One row is one event by which one person reviewed or helped a change of somebody else.
-- grain: person_id, kind, object_id, event_id
select
    person_id,
    activity_kind as kind,
    object_type,
    object_id,
    container,
    '' as bucket,
    event_id,
    occurred_at,
    url,
    'O' as evidence_level,
    rule_id
from core._review_event
where is_author_known and not is_author
