-- doc: One row is one address that ties no accounts, because it is not one person's own.
-- grain: email
with known_address as (
    select email
    from core._address_use
    union
    select mapped_email as email
    from core._address_use
    union
    select lower(tagger_email) as email
    from staging.git__tag
    union
    select email
    from core._every_account
    where source <> 'git'
),

reason as (
    select
        email,
        true as is_nobodys
    from core._shared_address
    union all
    select
        email,
        true as is_nobodys
    from known_address
    where regexp_matches(email, $identity__nobodys_addresses)
    union all
    select
        email,
        false as is_nobodys
    from known_address
    where regexp_matches(email, $identity__untied_addresses)
)

select
    email,
    bool_or(is_nobodys) as is_nobodys
from reason
group by email
