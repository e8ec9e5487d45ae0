-- doc: One row is one account that commits under the private address which GitHub gives a user.
-- grain: account_id
select
    account_id,
    nullif(regexp_extract(email, '^([0-9]+)[+]', 1), '') as user_id,
    regexp_extract(email, '^([0-9]+[+])?([^@+]+)@', 2) as login
from core.account
where
    account_type = 'human'
    and regexp_matches(email, '^([0-9]+[+])?[^@+]+@users[.]noreply[.]')
