-- doc: One row is one account that Google's directory describes.
-- grain: account_id
-- kind: view
select
    'google' as source,
    'google:' || user_id as account_id,
    cast(null as varchar) as login,
    display_name,
    lower(email) as email,
    '' as type_word,
    cast(null as timestamptz) as first_seen_at
from history.google__user
