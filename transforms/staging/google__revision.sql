-- doc: One row is one revision of a file.
-- grain: file_id, revision_id
select
    file_id,
    revision_id,
    editor_email,
    modified_at,
    observed_at,
    _deleted_at as deleted_at
from raw.google__revision
