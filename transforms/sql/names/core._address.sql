-- doc: One row is one e-mail address that exactly one person has.
-- grain: email
select
    person_address.email,
    min(person_address.person_id) as person_id
from (
    select
        account.email,
        link.person_id
    from core.account as account
    inner join core._person_account as link on account.account_id = link.account_id
    where account.email is not null
    union
    select
        google_account.email,
        link.person_id
    from core._google_account as google_account
    inner join core._person_account as link on 'google:' || google_account.user_id = link.account_id
    union
    select
        lower(employment.email) as email,
        employment.person_id
    from core._employment as employment
    where employment.email is not null
    union
    select
        lower(unnest(employment.other_emails)) as email,
        employment.person_id
    from core._employment as employment
) as person_address
group by person_address.email
having count(distinct person_address.person_id) = 1
