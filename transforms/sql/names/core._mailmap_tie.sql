-- doc: One row is one address for which every mailmap puts one other address, whatever the name.
-- grain: email
with mapped_address as (
    select
        email,
        min(mapped_email) as mapped_email
    from core._address_use
    where mapped_email <> email
    group by email
    having count(distinct mapped_email) = 1
),

-- An entry that names a commit name is about that name alone.
split_address as (
    select email
    from core._address_use
    where is_named or mapped_email <> email
    group by
        repository,
        email
    having count(*) > 1
)

select
    mapped_address.email,
    mapped_address.mapped_email
from mapped_address
where
    mapped_address.email not in (select split_address.email from split_address)
    and mapped_address.email not in (select untied.email from core._untied_address as untied)
    and mapped_address.mapped_email not in (select untied.email from core._untied_address as untied)
