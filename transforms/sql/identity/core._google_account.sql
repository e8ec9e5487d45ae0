-- doc: One row is one address of one Google account; an address of two accounts is nobody's.
-- grain: email
select
    address.email,
    min(address.user_id) as user_id
from (
    select
        user_id,
        lower(email) as email
    from history.google__user
    union
    select
        user_id,
        lower(unnest(aliases)) as email
    from history.google__user
) as address
group by address.email
having count(distinct address.user_id) = 1
