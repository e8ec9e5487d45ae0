-- doc: One row is one issue or ticket that only one person has ever touched.
-- grain: object_id
-- An account without a known person counts as a person; a machine's does not count.
select event.object_id
from core.event as event
inner join core.account as account on event.account_id = account.account_id
where event.object_type in ('issue', 'ticket') and account.account_type <> 'bot'
group by event.object_id
having
    min(coalesce(event.person_id, event.account_id))
    = max(coalesce(event.person_id, event.account_id))
