-- doc: One row is one address that exactly one Google account has.
-- grain: email
select
    user_address.email,
    min(user_address.user_id) as user_id
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
) as user_address
group by user_address.email
having count(distinct user_address.user_id) = 1
