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
inner join core._ticket_link as joined on release.ticket_id = joined.ticket_id
inner join core._ticket as part on joined.other_id = part.ticket_id
cross join limits
where release.is_release
group by
    release.ticket_id,
    release.object_id,
    release.container,
    release.url,
    limits.projects
having count(distinct part.project_id) >= limits.projects
