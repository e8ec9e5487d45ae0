-- doc: One row is one account that Jira describes.
-- grain: account_id
-- kind: view
select
    'jira' as source,
    'jira:' || account_id as account_id,
    cast(null as varchar) as login,
    display_name,
    lower(email) as email,
    coalesce(account_type, '') as type_word,
    cast(null as timestamptz) as first_seen_at
from staging.jira__user
