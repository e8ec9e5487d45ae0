-- The whole row is shown.
select *  -- noqa: AM04
from marts.outcome_part
where substr(md5(concat_ws('|', person_id, period_id, outcome_type, role)), 1, 16) = $1
