-- doc: One row is one group; meetings invite groups as one attendee.
-- grain: group_id
select
    group_id,
    email,
    observed_at,
    _deleted_at as deleted_at
from raw.google__group
