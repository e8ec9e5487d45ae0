-- doc: One row is one id under which a person may have been published before accounts were linked.
-- grain: alias_id
-- references: person_id -> marts.person.person_id
select
    person_id as alias_id,
    person_id
from core.person
union all
select
    own_key.person_id as alias_id,
    link.person_id
from core._person_account as link
inner join core._person_key as own_key on link.account_id = own_key.person_key
where not exists (
    select 1
    from core.person as person
    where person.person_id = own_key.person_id
)
