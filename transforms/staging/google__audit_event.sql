-- doc: One row is one thing that the administrator's log says somebody did to a file.
-- grain: event_id
select
    event_id,
    action,
    file_id,
    file_type,
    actor_id,
    is_agent,
    occurred_at,
    _deleted_at as deleted_at
from raw.google__audit_event
