-- doc: One row is one person who authored one change, alone or with others.
-- grain: object_id, person_id
select
    object_id,
    person_id,
    min(occurred_at) as first_at
from core._authorship
where person_id is not null
group by
    object_id,
    person_id
