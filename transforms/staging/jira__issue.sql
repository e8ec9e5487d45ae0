-- doc: One row is one issue by its immutable id.
-- grain: issue_id
select
    issue_id,
    project_id,
    key,
    url,
    title,
    issue_type,
    status,
    status_category,
    priority,
    resolution,
    labels,
    components,
    fix_version_ids,
    sprint_ids,
    parent_id,
    creator_id,
    reporter_id,
    assignee_id,
    comment_count,
    created_at,
    updated_at,
    resolved_at,
    _deleted_at as deleted_at
from raw.jira__issue
