-- doc: One row is one event of an issue or pull request.
-- grain: event_id
select
    event_id,
    repository_id,
    issue_number,
    is_pull,
    event,
    actor_id,
    actor_login,
    actor_type,
    subject_id,
    label,
    commit_sha,
    state_reason,
    created_at,
    _deleted_at as deleted_at
from raw.github__issue_event
