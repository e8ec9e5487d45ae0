with known_person as (
    select
        person_key,
        person_id,
        roster_id as word
    from core._roster_id
    union
    select
        person_key,
        person_id,
        account_id
    from core._person_account
)

select distinct known_person.person_key
from known_person
left join core.person as person on known_person.person_id = person.person_id
where
    $1 in (known_person.person_key, known_person.person_id, known_person.word, person.display_name)
order by 1
