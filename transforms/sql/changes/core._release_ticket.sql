-- doc: One row is one release ticket that joins tickets of several projects.
-- grain: ticket_id
with limits as (
    select value as projects
    from rules.limits__thresholds
    where name = 'release_projects'
)

select
    release.ticket_id,
    release.object_id,
    release.container,
    release.url
from core._ticket as release
inner join core._ticket_link as ticket_link on release.ticket_id = ticket_link.ticket_id
inner join core._ticket as linked_ticket on ticket_link.other_id = linked_ticket.ticket_id
cross join limits
where release.is_release
group by
    release.ticket_id,
    release.object_id,
    release.container,
    release.url,
    limits.projects
having count(distinct linked_ticket.project_id) >= limits.projects
