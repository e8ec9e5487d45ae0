-- doc: One row is one issue, or the issue side of one pull request.
-- grain: issue_id
select
    issue_id,
    repository_id,
    number,
    url,
    title,
    author_id,
    author_login,
    author_type,
    author_association,
    state,
    state_reason,
    is_pull,
    labels,
    comment_count,
    named_objects,
    created_at,
    updated_at,
    closed_at,
    _deleted_at as deleted_at
from raw.github__issue
