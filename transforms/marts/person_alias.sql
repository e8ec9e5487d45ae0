-- doc: One row is one id under which a person may have been published before accounts were linked.
-- grain: alias_id
-- references: person_id -> marts.person.person_id
select
    substr(sha256(account_id), 1, 16) as alias_id,
    person_id
from core.identity_link
union
select
    person_id as alias_id,
    person_id
from core.person
