-- doc: One row is one user of PagerDuty, whose machines are not users.
-- grain: account_id
-- kind: view
select
    'pagerduty' as source,
    'pagerduty:' || user_id as account_id,
    cast(null as varchar) as login,
    display_name,
    lower(email) as email,
    '' as type_word,
    cast(null as timestamptz) as first_seen_at
from history.pagerduty__user
