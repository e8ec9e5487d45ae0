-- doc: One row is one account that Confluence describes.
-- grain: account_id
-- kind: view
select
    'confluence' as source,
    'confluence:' || account_id as account_id,
    cast(null as varchar) as login,
    display_name,
    lower(email) as email,
    coalesce(account_type, '') as type_word,
    cast(null as timestamptz) as first_seen_at
from staging.confluence__user
