-- doc: One row is one commit whose clock was more than a day behind a parent's.
-- grain: sha
with parent_link as (
    select
        sha,
        committed_at,
        unnest(parents) as parent_sha
    from core._dated_commit
)

select distinct parent_link.sha
from parent_link
inner join core._dated_commit as parent on parent_link.parent_sha = parent.sha
where parent_link.committed_at < parent.committed_at - interval 1 day
