-- doc: One row is one event behind one activity, with its link into the tool.
-- grain: activity_id, event_id
-- references: event_id -> core.event.event_id, kind -> rules.kinds__kinds.kind
with recorded_object as (
    select distinct
        person_id,
        kind,
        object_id
    from core._traced_evidence
    where object_id in (select claim.object_id from core._claim_evidence as claim)
),

-- A claim adds nothing to what a tool recorded.
unrecorded_claim as (
    select claim.*
    from core._claim_evidence as claim
    left join recorded_object
        on
            claim.person_id = recorded_object.person_id
            and claim.kind = recorded_object.kind
            and claim.object_id = recorded_object.object_id
    where recorded_object.person_id is null
),

evidence as (
    select * from core._traced_evidence
    union all
    select * from unrecorded_claim
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
    rule_id,
    -- The first of the bounds low, mid and high that includes it (docs/method/effort.md).
    case
        when evidence_level = 'O' then 1
        when evidence_level = 'I' or rule_id in ('claim_traced', 'claim_witnessed') then 2
        else 3
    end as bound
from evidence
