-- doc: One row is one document and one commit that changed more than a trifle of it, reverts aside.
-- grain: sha, path
select
    sha,
    path,
    repository,
    document_path,
    created_sha,
    change_id,
    is_merge,
    is_created,
    is_mass_edit,
    lines_added,
    lines_deleted
from core._document_touch
where not is_minutes and not is_trifle
