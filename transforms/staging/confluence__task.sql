-- doc: One row is one task on a page.
-- grain: task_id
select
    task_id,
    page_id,
    status,
    creator_id,
    assignee_id,
    completer_id,
    created_at,
    updated_at,
    completed_at,
    _deleted_at as deleted_at
from raw.confluence__task
