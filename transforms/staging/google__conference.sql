-- doc: One row is one call, which Google forgets 30 days after it.
-- grain: conference_id
select
    conference_id,
    meeting_code,
    started_at,
    ended_at,
    observed_at,
    _deleted_at as deleted_at
from raw.google__conference
