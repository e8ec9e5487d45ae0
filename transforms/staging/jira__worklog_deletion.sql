-- doc: One row is one worklog that was deleted, of whichever project.
-- grain: worklog_id
select
    worklog_id,
    removed_at,
    _deleted_at as deleted_at
from raw.jira__worklog_deletion
