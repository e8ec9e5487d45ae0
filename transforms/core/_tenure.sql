-- doc: One row is one person in one repository and when they were first seen there.
-- grain: container, person_id
select
    container,
    person_id,
    min(occurred_at) as first_at
from core._person_event
group by
    container,
    person_id
