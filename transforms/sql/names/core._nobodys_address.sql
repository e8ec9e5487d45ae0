-- doc: One row is one address that is no person's: shared, an example's, or in use no more.
-- grain: email
select email
from core._untied_address
where is_nobodys
union
(
    select address_use.email
    from core._address_use as address_use
    left join core._mailmap_tie as mailmap_tie on address_use.email = mailmap_tie.email
    where mailmap_tie.email is null
    except
    select mapped_email as email
    from core._address_use
    except
    select lower(tagger_email) as email
    from staging.git__tag
)
