-- The whole row is shown.
select *  -- noqa: AM04
from marts.outcome_share
where outcome_id(person_id, outcome_type, object_id) = $1
