-- doc: One row is one account of the domain.
-- grain: user_id
select
    user_id,
    display_name,
    email,
    aliases,
    manager_email,
    buddy_emails,
    created_at,
    is_suspended,
    is_archived,
    observed_at,
    _deleted_at as deleted_at
from raw.google__user
