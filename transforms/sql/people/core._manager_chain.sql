-- doc: One row is one person and somebody above them in the line of managers.
-- grain: person_id, manager_person_id
with recursive above as (
    select
        person_id,
        manager_person_id
    from core._manager
    union
    select
        above.person_id,
        manager.manager_person_id
    from above
    inner join core._manager as manager on above.manager_person_id = manager.person_id
)

select distinct
    person_id,
    manager_person_id
from above
where person_id <> manager_person_id
