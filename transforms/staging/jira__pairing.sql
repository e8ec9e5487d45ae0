-- doc: One row is one buddy whom an onboarding issue names for its newcomer.
-- grain: issue_id, buddy_id
select
    issue_id,
    newcomer_id,
    buddy_id,
    rule_id,
    start_on,
    url,
    observed_at,
    _deleted_at as deleted_at
from raw.jira__pairing
