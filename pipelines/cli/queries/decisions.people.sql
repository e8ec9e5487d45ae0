with known as (
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

select distinct known.person_key
from known
left join core.person as person on known.person_id = person.person_id
where $1 in (known.person_key, known.person_id, known.word, person.display_name)
order by 1
