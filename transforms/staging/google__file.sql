-- doc: One row is one file of Google Drive.
-- grain: file_id
select
    file_id,
    mime_type,
    url,
    drive_id,
    owner_email,
    last_editor_email,
    title_class,
    is_machine_title,
    meeting_hash,
    is_trashed,
    created_at,
    modified_at,
    observed_at,
    _deleted_at as deleted_at
from raw.google__file
