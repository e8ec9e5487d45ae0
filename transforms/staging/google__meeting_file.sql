-- doc: One row is one document that a machine wrote about one call.
-- grain: conference_id, file_id
select
    conference_id,
    file_id,
    kind,
    generated_at,
    observed_at,
    _deleted_at as deleted_at
from raw.google__meeting_file
