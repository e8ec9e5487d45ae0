-- doc: One row is one object and one that delivers it: its epic, or the change that reverted it.
-- grain: object_id, container_id
with parent as (
    select
        'jira:' || issue_id as object_id,
        'jira:' || parent_id as container_id
    from staging.jira__issue
    where parent_id is not null
)

select
    object_id,
    container_id
from parent
union
select
    child.object_id,
    parent.container_id
from parent as child
inner join parent on child.container_id = parent.object_id
union
select
    'git:' || reverts_sha as object_id,
    change_id as container_id
from core._commit
where reverts_sha is not null
