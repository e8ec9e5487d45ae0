-- One row is one person of the truth by the id that profiles use.
select
    substr(sha256('roster:' || person_id), 1, 16) as person_id,
    role_family
from truth
where type = 'person'
