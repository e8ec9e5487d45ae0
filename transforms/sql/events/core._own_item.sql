-- doc: One row is one issue or ticket that nobody but one person has ever touched.
-- grain: object_id
-- Who comes from outside is somebody, and a machine is nobody.
select event.object_id
from core.event as event
inner join core.account as account on event.account_id = account.account_id
where event.object_type in ('issue', 'ticket') and account.account_type <> 'bot'
group by event.object_id
having
    min(coalesce(event.person_id, event.account_id))
    = max(coalesce(event.person_id, event.account_id))
