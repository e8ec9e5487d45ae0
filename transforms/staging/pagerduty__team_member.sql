-- doc: One row is one person in one team, as far as PagerDuty knows.
-- grain: team_id, user_id
select
    team_id,
    user_id,
    role,
    observed_at,
    _deleted_at as deleted_at
from raw.pagerduty__team_member
