-- doc: One row is one link between two issues, read from the issue that is its source.
-- grain: link_id
select
    link_id,
    link_type,
    source_issue_id,
    target_issue_id,
    observed_at,
    _deleted_at as deleted_at
from raw.jira__issue_link
