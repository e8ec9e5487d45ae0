-- doc: One row is one file of one pull request at one head.
-- grain: repository_id, pull_number, head_sha, path
select
    repository_id,
    pull_number,
    head_sha,
    path,
    previous_path,
    status,
    lines_added,
    lines_deleted,
    _deleted_at as deleted_at
from raw.github__pull_file
