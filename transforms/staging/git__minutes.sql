-- doc: One row is one file with the minutes of a meeting.
-- grain: repository, path
select
    repository,
    path,
    minutes_id,
    held_on,
    rule_id,
    scribe_count,
    present_count,
    observed_at,
    _deleted_at as deleted_at
from raw.git__minutes
