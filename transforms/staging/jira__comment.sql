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
    skeleton,
    has_rationale,
    is_question,
    named_objects,
    created_at,
    updated_at,
    _deleted_at as deleted_at
from raw.jira__comment
