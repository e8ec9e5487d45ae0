-- doc: One row is one pull request.
-- grain: pull_id
select
    pull_id,
    repository_id,
    number,
    url,
    title,
    author_id,
    author_login,
    author_type,
    author_association,
    state,
    is_draft,
    head_sha,
    merge_commit_sha,
    labels,
    created_at,
    updated_at,
    closed_at,
    merged_at,
    _deleted_at as deleted_at
from raw.github__pull
