-- doc: One row is one sprint that an issue names.
-- grain: sprint_id
select
    sprint_id,
    state,
    started_at,
    ended_at,
    observed_at,
    _deleted_at as deleted_at
from raw.jira__sprint
