-- doc: One row is one event that stands behind one activity, with its link into the tool.
-- grain: activity_id, event_id
-- references: event_id -> core.event.event_id, kind -> rules.kinds__kinds.kind
with evidence as (
    select * from core._evidence_review
    union all
    select * from core._evidence_guidance
    union all
    select * from core._evidence_triage
    union all
    select * from core._evidence_documentation
    union all
    select * from core._evidence_change
    union all
    select * from core._evidence_release
    union all
    select * from core._evidence_ticket
    union all
    select * from core._evidence_escalation
    union all
    select * from core._evidence_dependency
    union all
    select * from core._evidence_unblock
    union all
    select * from core._evidence_interception
    union all
    select * from core._evidence_handoff
    union all
    select * from core._evidence_incident
    union all
    select * from core._evidence_page
    union all
    select * from core._evidence_minutes
)

select
    substr(md5(concat_ws('|', person_id, kind, object_id, bucket)), 1, 16) as activity_id,
    person_id,
    kind,
    object_type,
    object_id,
    container,
    bucket,
    event_id,
    occurred_at,
    url,
    evidence_level,
    rule_id
from evidence
