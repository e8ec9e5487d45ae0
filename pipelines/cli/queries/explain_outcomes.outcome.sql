-- The whole row is shown.
select *  -- noqa: AM04
from marts.outcome_share
where substr(md5(concat_ws('|', person_id, outcome_type, object_id)), 1, 16) = $1
