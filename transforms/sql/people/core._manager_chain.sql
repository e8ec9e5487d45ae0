-- doc: One row is one person and one manager above them, directly or not.
-- grain: person_id, manager_person_id
with recursive management_link as (
    select
        person_id,
        manager_person_id
    from core._manager
    union
    select
        management_link.person_id,
        manager.manager_person_id
    from management_link
    inner join core._manager as manager on management_link.manager_person_id = manager.person_id
)

select distinct
    person_id,
    manager_person_id
from management_link
where person_id <> manager_person_id
