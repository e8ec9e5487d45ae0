-- doc: One row is one name without an address in a repository and an account of who alone has it.
-- grain: repository, name
with bare_name as (
    select distinct
        credit.repository,
        credit.name,
        plain_name.plain_name
    from staging.git__person_credit as credit
    inner join core._plain_name as plain_name on credit.name = plain_name.name
    where credit.email is null and plain_name.plain_name like '% %'
),

repository_person as (
    select
        address_use.repository,
        link.person_id,
        min(link.account_id) as account_id
    from core._address_use as address_use
    inner join core._person_account as link on 'git:' || address_use.mapped_email = link.account_id
    group by
        address_use.repository,
        link.person_id
),

person_name as (
    select
        link.person_id,
        plain_name.plain_name
    from core._name_of_account as account_name
    inner join core._person_account as link on account_name.account_id = link.account_id
    inner join core._plain_name as plain_name on account_name.name = plain_name.name
    union
    select
        employment.person_id,
        plain_name.plain_name
    from core._employment as employment
    inner join core._plain_name as plain_name on employment.name = plain_name.name
)

select
    bare_name.repository,
    bare_name.name,
    min(repository_person.account_id) as account_id
from bare_name
inner join person_name on bare_name.plain_name = person_name.plain_name
inner join repository_person
    on
        bare_name.repository = repository_person.repository
        and person_name.person_id = repository_person.person_id
group by
    bare_name.repository,
    bare_name.name
having count(distinct person_name.person_id) = 1
