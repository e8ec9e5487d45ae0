-- doc: One row is one account in one group, also through groups in it.
-- grain: group_id, member_id
select
    group_id,
    member_id,
    email,
    type,
    observed_at,
    _deleted_at as deleted_at
from raw.google__group_member
