-- doc: One row is one past event of a known person; machines and unknown accounts have none.
-- grain: event_id
-- kind: view
select
    event_id,
    source,
    kind,
    occurred_at,
    person_id,
    object_type,
    object_id,
    container,
    detail,
    url
from core.event
where person_id is not null and not is_future
