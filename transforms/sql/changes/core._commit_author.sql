-- doc: One row is one person who authored one commit, alone or with others.
-- grain: sha, person_id
select
    split_part(event.event_id, ':', 2) as sha,
    event.person_id,
    min(event.event_id) as event_id,
    min(event.occurred_at) as occurred_at,
    min(event.url) as url
from core._person_event as event
inner join rules.credit__author_roles as author_role on event.kind = 'git.' || author_role.role
left join core._reviewer_credit as reviewer on event.event_id = reviewer.event_id
where reviewer.event_id is null
group by
    split_part(event.event_id, ':', 2),
    event.person_id
