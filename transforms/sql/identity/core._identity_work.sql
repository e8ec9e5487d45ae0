-- doc: One row is one person by key and how many events hang on the accounts that are theirs.
-- grain: person_key
select
    link.person_key,
    count(*) as event_count
from core.event as event
inner join core._person_account as link on event.account_id = link.account_id
group by link.person_key
