-- The whole row is shown.
select *  -- noqa: AM04
from marts.hidden_share
where substr(md5(concat_ws('|', person_id, period_id)), 1, 16) = $1
