-- doc: One row is one id that a people table names, and the person that it is here.
-- grain: roster_id
with named as (
    select roster_id from staging.roster__employment
    union
    select roster_id from staging.roster__absence
    union
    select roster_id from staging.roster__duty
    union
    select roster_id from staging.roster__diary
)

select
    roster_id,
    'roster:' || roster_id as person_key,
    substr(sha256('roster:' || roster_id), 1, 16) as person_id
from named
