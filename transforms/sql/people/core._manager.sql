-- doc: One row is one person and one of their managers, from and until which day.
-- grain: person_id, manager_person_id, valid_from
with manager_entry as (
    select
        address.person_id,
        lower(employment.manager_email) as manager_email,
        employment.valid_from,
        employment.valid_to
    from staging.roster__employment as employment
    inner join core._address as address on lower(employment.email) = address.email
    where employment.manager_email is not null
    union all
    select
        link.person_id,
        lower(directory_user.manager_email) as manager_email,
        date '1900-01-01' as valid_from,
        cast(null as date) as valid_to
    from staging.google__user as directory_user
    inner join core._person_account as link
        on 'google:' || directory_user.user_id = link.account_id
    where directory_user.manager_email is not null
),

manager_period as (
    select
        manager_entry.person_id,
        address.person_id as manager_person_id,
        manager_entry.valid_from,
        coalesce(manager_entry.valid_to, date '9999-12-31') as valid_to
    from manager_entry
    inner join core._address as address on manager_entry.manager_email = address.email
    where manager_entry.person_id <> address.person_id
)

select
    person_id,
    manager_person_id,
    valid_from,
    max(valid_to) as valid_to
from manager_period
group by
    person_id,
    manager_person_id,
    valid_from
