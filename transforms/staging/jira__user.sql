-- doc: One row is one account that an issue, change, comment or worklog names.
-- grain: account_id
select
    account_id,
    account_type,
    display_name,
    email,
    is_active,
    observed_at,
    _deleted_at as deleted_at
from raw.jira__user
