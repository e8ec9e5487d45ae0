-- One row is one person of the truth by the id that profiles use.
select
    profile_id(person_id) as person_id,
    role_family,
    person_id in ('p-twin-1', 'p-twin-2') as is_twin,
    person_id = 'p-twin-2' as is_gamer,
    person_id in (select diary.person_id from truth as diary where diary.type = 'diary') as has_diary
from truth
where type = 'person'
