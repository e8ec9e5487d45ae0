-- doc: One row is one version that an issue is fixed in.
-- grain: version_id
select
    version_id,
    project_id,
    name,
    is_released,
    released_on,
    observed_at,
    _deleted_at as deleted_at
from raw.jira__version
