-- doc: One row is one thing that one account did to one file.
-- grain: activity_id
select
    activity_id,
    file_id,
    action,
    detail,
    actor_id,
    actor_type,
    comment_id,
    assignee_id,
    started_at,
    occurred_at,
    _deleted_at as deleted_at
from raw.google__activity
