select
    event_id,
    event_kind,
    occurred_at,
    url,
    evidence_level,
    rule_id
from marts.profile_evidence
where activity_id = $1
order by occurred_at, event_id
