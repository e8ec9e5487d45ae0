-- doc: One row is one person's share of one outcome, by the weights of roles and by equal weights.
-- grain: outcome_type, object_id, person_id
-- references: person_id -> marts.person.person_id
select
    outcome_type,
    object_id,
    person_id,
    role,
    contributions,
    weight,
    share,
    equal_share,
    ended_at
from core.outcome_share
where is_known and weight > 0
