-- doc: One row is one link from an issue to a Confluence page.
-- grain: link_id
select
    link_id,
    issue_id,
    page_id,
    observed_at,
    _deleted_at as deleted_at
from raw.jira__remote_link
