-- doc: One row is time that a person wrote down for an issue.
-- grain: worklog_id
select
    worklog_id,
    issue_id,
    author_id,
    minutes,
    started_at,
    created_at,
    updated_at,
    _deleted_at as deleted_at
from raw.jira__worklog
