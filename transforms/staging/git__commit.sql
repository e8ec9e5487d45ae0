-- doc: One row is one commit of one repository.
-- grain: repository, sha
select
    repository,
    sha,
    parents,
    authored_at,
    committed_at,
    url,
    is_merge,
    is_reachable,
    conventional_type,
    reverts_sha,
    reverts_pull_number,
    is_reapply,
    files_changed,
    lines_added,
    lines_deleted,
    observed_at,
    _deleted_at as deleted_at
from raw.git__commit
