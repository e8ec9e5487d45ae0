-- doc: One row is one address in one repository's history and what its mailmap makes of it.
-- grain: repository, email, mapped_email
select
    repository,
    lower(email) as email,
    lower(coalesce(mapped_email, email)) as mapped_email,
    bool_or(name is not null) as is_named
from staging.git__person_credit
where email is not null
group by
    repository,
    lower(email),
    lower(coalesce(mapped_email, email))
