-- doc: One row is one roster id and the person it stands for.
-- grain: roster_id
select distinct
    employment.roster_id,
    person_key.person_key,
    person_key.person_id
from staging.roster__employment as employment
inner join core._person_key as person_key
    on 'roster:' || employment.roster_id = person_key.person_key
