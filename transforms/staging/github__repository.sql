-- doc: One row is one GitHub repository.
-- grain: repository_id
select
    repository_id,
    full_name,
    url,
    default_branch,
    is_private,
    is_fork,
    is_archived,
    created_at,
    updated_at,
    observed_at,
    _deleted_at as deleted_at
from raw.github__repository
