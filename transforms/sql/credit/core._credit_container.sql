-- doc: One row is one object and a container that delivers it: its epic, or the reverting change.
-- grain: object_id, container_id
with ticket_parent as (
    select
        'jira:' || issue_id as object_id,
        'jira:' || parent_id as container_id
    from staging.jira__issue
    where parent_id is not null
)

select
    object_id,
    container_id
from ticket_parent
union
select
    child.object_id,
    parent.container_id
from ticket_parent as child
inner join ticket_parent as parent on child.container_id = parent.object_id
union
select
    'git:' || reverts_sha as object_id,
    change_id as container_id
from core._commit
where reverts_sha is not null
