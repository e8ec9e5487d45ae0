-- doc: One row is one project by its immutable id.
-- grain: project_id
select
    project_id,
    key,
    url,
    lead_id,
    observed_at,
    _deleted_at as deleted_at
from raw.jira__project
