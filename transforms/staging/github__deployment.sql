-- doc: One row is one deployment of a commit to an environment.
-- grain: deployment_id
select
    deployment_id,
    repository_id,
    sha,
    ref,
    task,
    environment,
    creator_id,
    creator_login,
    creator_type,
    created_at,
    updated_at,
    _deleted_at as deleted_at
from raw.github__deployment
