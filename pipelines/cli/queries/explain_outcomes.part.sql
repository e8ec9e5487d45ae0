-- The whole row is shown.
select *  -- noqa: AM04
from marts.outcome_part
where part_id(person_id, period_id, outcome_type, role) = $1
