-- doc: One row is the hash of one name, handle, address or account that exactly one person has.
-- grain: name_hash
with person_name as (
    select
        account.display_name as name,
        link.person_id
    from core.account as account
    inner join core._person_account as link on account.account_id = link.account_id
    where
        account.display_name is not null
        and not regexp_matches(lower(account.display_name), $accounts__placeholder_names)
    union
    select
        employment.name,
        employment.person_id
    from core._employment as employment
),

hashed_name as (
    select
        sha256(lower(regexp_replace(trim(person_name.name), '\s+', ' ', 'g'))) as name_hash,
        person_name.person_id
    from person_name
    union
    select
        sha256('account:' || split_part(link.account_id, ':', 2)) as name_hash,
        link.person_id
    from core._person_account as link
    where link.account_id like 'confluence:%'
    union
    select
        sha256('login:' || lower(account.login)) as name_hash,
        link.person_id
    from core.account as account
    inner join core._person_account as link on account.account_id = link.account_id
    where account.login is not null
    union
    select
        sha256('login:' || noreply.login) as name_hash,
        link.person_id
    from core._github_noreply as noreply
    inner join core._person_account as link on noreply.account_id = link.account_id
    union
    select
        case
            when claim.tool = 'confluence' then sha256('account:' || claim.handle)
            else sha256('login:' || lower(claim.handle))
        end as name_hash,
        roster_person.person_id
    from staging.roster__account_claim as claim
    inner join core._roster_id as roster_person on claim.roster_id = roster_person.roster_id
    where claim.tool in ('confluence', 'github')
    union
    select
        sha256('email:' || address.email) as name_hash,
        address.person_id
    from core._address as address
)

select
    hashed_name.name_hash,
    min(hashed_name.person_id) as person_id
from hashed_name
group by hashed_name.name_hash
having count(distinct hashed_name.person_id) = 1
