-- doc: One row is one unit of upkeep by one person on one object: objects are counted, not events.
-- grain: activity_id
-- references: person_id -> core.person.person_id
select
    evidence.activity_id,
    evidence.person_id,
    evidence.kind,
    kind.category,
    kind.visibility,
    evidence.object_type,
    evidence.object_id,
    evidence.container,
    min(evidence.occurred_at) as first_at,
    max(evidence.occurred_at) as last_at,
    count(*) as event_count,
    case
        when bool_or(evidence.evidence_level = 'O') then 'O'
        when bool_or(evidence.evidence_level = 'I') then 'I'
        when bool_or(evidence.evidence_level = 'P') then 'P'
        else 'S'
    end as evidence_level,
    min(evidence.rule_id) as rule_id,
    min(evidence.bound) as bound,
    kind.is_tag,
    kind.minutes_low,
    kind.minutes_mid,
    kind.minutes_high
from core.activity_evidence as evidence
inner join rules.kinds__kinds as kind on evidence.kind = kind.kind
group by
    evidence.activity_id,
    evidence.person_id,
    evidence.kind,
    kind.category,
    kind.visibility,
    evidence.object_type,
    evidence.object_id,
    evidence.container,
    kind.is_tag,
    kind.minutes_low,
    kind.minutes_mid,
    kind.minutes_high
