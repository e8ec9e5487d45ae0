-- doc: One row is the hash of one first name of one person, by every name that they are known by.
-- grain: person_id, first_name_hash
-- references: person_id -> core.person.person_id
with person_name as (
    select
        link.person_id,
        account.display_name as name
    from core.account as account
    inner join core._person_account as link on account.account_id = link.account_id
    where account.display_name is not null
    union
    select
        employment.person_id,
        employment.name
    from core._employment as employment
),

-- Directories write the family name first, before a comma.
given_name as (
    select
        person_id,
        trim(regexp_replace(lower(regexp_replace(name, '^[^,]+,', '')), '\s+', ' ', 'g')) as name
    from person_name
)

select distinct
    person_id,
    sha256(split_part(name, ' ', 1)) as first_name_hash
from given_name
where name <> ''
