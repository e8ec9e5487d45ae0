-- doc: One row is one id of the roster, and the person that it is here.
-- grain: roster_id
select
    roster_id,
    'roster:' || roster_id as person_key,
    substr(sha256('roster:' || roster_id), 1, 16) as person_id
from staging.roster__employment
group by roster_id
