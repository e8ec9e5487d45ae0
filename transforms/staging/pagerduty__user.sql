-- doc: One row is one account.
-- grain: user_id
select
    user_id,
    display_name,
    email,
    role,
    observed_at,
    _deleted_at as deleted_at
from raw.pagerduty__user
