-- doc: One row is one comment on a line of a pull request.
-- grain: comment_id
select
    comment_id,
    repository_id,
    pull_number,
    review_id,
    in_reply_to_id,
    path,
    url,
    author_id,
    author_login,
    author_type,
    author_association,
    word_count,
    skeleton,
    has_rationale,
    has_suggestion,
    is_outdated,
    created_at,
    updated_at,
    _deleted_at as deleted_at
from raw.github__review_comment
