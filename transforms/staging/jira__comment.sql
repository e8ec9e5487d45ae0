-- doc: One row is one comment.
-- grain: comment_id
select
    comment_id,
    issue_id,
    url,
    author_id,
    updater_id,
    is_internal,
    word_count,
    has_rationale,
    is_question,
    created_at,
    updated_at,
    _deleted_at as deleted_at
from raw.jira__comment
