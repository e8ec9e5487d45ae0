-- doc: One row is one change that further commits carry, such as backports, and how many do.
-- grain: object_id
select
    change_id as object_id,
    count(*) as copy_count
from core._commit
where is_copy
group by change_id
