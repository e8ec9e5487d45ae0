-- doc: One row is one submitted review of a pull request.
-- grain: review_id
select
    review_id,
    repository_id,
    pull_number,
    url,
    author_id,
    author_login,
    author_type,
    author_association,
    state,
    word_count,
    skeleton,
    has_rationale,
    commit_sha,
    submitted_at,
    observed_at,
    _deleted_at as deleted_at
from raw.github__review
