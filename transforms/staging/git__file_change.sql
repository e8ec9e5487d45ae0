-- doc: One row is one file that one commit changed.
-- grain: repository, sha, path
select
    repository,
    sha,
    path,
    previous_path,
    is_created,
    lines_added,
    lines_deleted,
    _deleted_at as deleted_at
from raw.git__file_change
