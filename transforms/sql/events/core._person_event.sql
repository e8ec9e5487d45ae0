-- doc: One row is one event of one known person; bots, strangers and the future are not here.
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
