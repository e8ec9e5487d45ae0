-- doc: One row is one event by which a person authored or merged a change an agent worked on.
-- grain: event_id
-- kind: view
select event.event_id
from core.event as event
inner join core._assisted_change as assisted_change on event.object_id = assisted_change.object_id
left join rules.credit__author_roles as author_role on event.kind = 'git.' || author_role.role
where
    author_role.role is not null
    or event.kind in ('git.merged', 'github.issue.merged', 'github.pull.merged')
