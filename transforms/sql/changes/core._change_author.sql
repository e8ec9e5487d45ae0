-- doc: One row is one person who authored one change, alone or with others.
-- grain: object_id, person_id
select
    event.object_id,
    event.person_id,
    min(event.occurred_at) as first_at
from core._person_event as event
left join rules.credit__author_roles as author_role on event.kind = 'git.' || author_role.role
where author_role.role is not null or event.kind = 'github.pull.opened'
group by
    event.object_id,
    event.person_id
