-- doc: One row is one name that a document gives for the scribe of one meeting.
-- grain: file_id, meeting_date, name_hash
select
    file_id,
    meeting_date,
    name_hash,
    rule_id,
    observed_at,
    _deleted_at as deleted_at
from raw.google__scribe
