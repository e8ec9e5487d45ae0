-- doc: One row is one state a deployment passed through.
-- grain: status_id
select
    status_id,
    deployment_id,
    repository_id,
    state,
    environment,
    creator_id,
    creator_login,
    creator_type,
    created_at,
    updated_at,
    _deleted_at as deleted_at
from raw.github__deployment_status
