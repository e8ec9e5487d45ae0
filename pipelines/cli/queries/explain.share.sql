-- The whole row is shown.
select *  -- noqa: AM04
from marts.hidden_share
where share_id(person_id, period_id) = $1
