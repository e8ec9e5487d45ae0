-- doc: One row is one address of one group of the directory: its own or an alias.
-- grain: group_id, email
select
    group_id,
    lower(email) as email
from staging.google__group
union
select
    group_id,
    lower(unnest(aliases)) as email
from staging.google__group
