-- doc: One row is one event that a tool recorded behind one person's activity.
-- grain: person_id, kind, object_id, bucket, event_id
-- kind: view
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
    select * from core._evidence_agent_change
    union all
    select * from core._evidence_absorbed_patch
    union all
    select * from core._evidence_diagnosis
    union all
    select * from core._evidence_reused_answer
    union all
    select * from core._evidence_gate
    union all
    select * from core._evidence_intake
    union all
    select * from core._evidence_routing
    union all
    select * from core._evidence_liaison
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
    union all
    select * from core._evidence_meeting
    union all
    select * from core._evidence_google_document
    union all
    select * from core._evidence_mentoring
    union all
    select * from core._evidence_pairing
)

select
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
