-- doc: One row is one file, commit or comment, as a hash, that one event named or linked.
-- grain: event_id, name_hash
select
    'github:issue_opened:' || issue_id as event_id,
    'github:' || repository_id || '#' || number as object_id,
    created_at as named_at,
    created_at as edited_at,
    false as is_comment,
    unnest(named_objects) as name_hash
from staging.github__issue
where not is_pull
union all
select
    'github:issue_comment:' || comment_id as event_id,
    'github:' || repository_id || '#' || issue_number as object_id,
    created_at as named_at,
    updated_at as edited_at,
    true as is_comment,
    unnest(named_objects) as name_hash
from staging.github__issue_comment
union all
select
    'jira:comment:' || comment_id as event_id,
    'jira:' || issue_id as object_id,
    created_at as named_at,
    updated_at as edited_at,
    true as is_comment,
    unnest(named_objects) as name_hash
from staging.jira__comment
