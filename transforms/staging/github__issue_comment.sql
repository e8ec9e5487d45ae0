-- doc: One row is one comment in the conversation of an issue or pull request.
-- grain: comment_id
select
    comment_id,
    repository_id,
    issue_number,
    url,
    author_id,
    author_login,
    author_type,
    author_association,
    word_count,
    skeleton,
    has_rationale,
    is_question,
    named_objects,
    created_at,
    updated_at,
    _deleted_at as deleted_at
from raw.github__issue_comment
