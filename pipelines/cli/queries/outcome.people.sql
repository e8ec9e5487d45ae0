select
    count(distinct person_id) as people,
    count(distinct kind) as kinds,
    min(occurred_at) as first_at,
    max(occurred_at) as last_at
from marts.profile_evidence
