-- doc: One row is one event of one known person; events of bots and of nobody known are not here.
-- grain: event_id
select
    event.event_id,
    event.source,
    event.kind,
    event.occurred_at,
    link.person_id,
    event.object_type,
    event.object_id,
    event.container,
    event.detail,
    event.url
from core.event as event
inner join core.identity_link as link on event.account_id = link.account_id
where event.occurred_at <= $as_of
