-- doc: One row is one team.
-- grain: team_id
select
    team_id,
    name,
    observed_at,
    _deleted_at as deleted_at
from raw.pagerduty__team
