-- doc: One row is one id under which a person may have been published before accounts were linked.
-- grain: alias_id
-- references: person_id -> marts.person.person_id
select
    person_id as alias_id,
    person_id
from core.person
union all
select
    substr(sha256(link.account_id), 1, 16) as alias_id,
    link.person_id
from core._person_account as link
where not exists (
    select 1
    from core.person as person
    where person.person_id = substr(sha256(link.account_id), 1, 16)
)
