-- doc: One row is one ticket and another one it is linked to, seen from each of the two.
-- grain: ticket_id, other_id
select
    source_issue_id as ticket_id,
    target_issue_id as other_id
from staging.jira__issue_link
union
select
    target_issue_id as ticket_id,
    source_issue_id as other_id
from staging.jira__issue_link
