-- doc: One row is one service.
-- grain: service_id
select
    service_id,
    name,
    url,
    team_ids,
    observed_at,
    _deleted_at as deleted_at
from raw.pagerduty__service
