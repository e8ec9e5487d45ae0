with wanted_word as (
    select unnest($1) as word
),

known_person as (
    select
        person_key,
        person_id,
        roster_id as word
    from core._roster_id
    union
    select
        person_key,
        person_id,
        account_id as word
    from core._person_account
),

known_word as (
    select
        word,
        person_key
    from known_person
    union
    select
        person_key as word,
        person_key
    from known_person
    union
    select
        person_id as word,
        person_key
    from known_person
    union
    select
        person.display_name as word,
        known_person.person_key
    from known_person
    inner join core.person as person on known_person.person_id = person.person_id
)

select distinct
    wanted_word.word,
    known_word.person_key
from wanted_word
inner join known_word on wanted_word.word = known_word.word
order by
    wanted_word.word asc,
    known_word.person_key asc
