-- doc: One row is one change that an agent wrote or helped to write (NSE-4).
-- grain: object_id
select
    event.object_id,
    bool_or(event.kind = 'github.pull.opened') as is_opened_by_agent
from core.event as event
inner join core.account as account on event.account_id = account.account_id and account.is_agent
left join rules.credit__author_roles as author_role on event.kind = 'git.' || author_role.role
where author_role.role is not null or event.kind = 'github.pull.opened'
group by event.object_id
