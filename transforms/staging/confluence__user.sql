-- doc: One row is one account that a page, version, comment or task names.
-- grain: account_id
select
    account_id,
    account_type,
    display_name,
    email,
    observed_at,
    _deleted_at as deleted_at
from raw.confluence__user
