-- doc: One row is one field changed by one edit of one issue.
-- grain: change_id
select
    change_id,
    issue_id,
    author_id,
    field,
    field_id,
    from_id,
    to_id,
    from_value,
    to_value,
    created_at,
    _deleted_at as deleted_at
from raw.jira__change
