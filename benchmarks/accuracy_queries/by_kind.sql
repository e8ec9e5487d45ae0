select
    coalesce(kind, 'not in the roster') as grouped_by,
    count(*) filter (where is_true) as expected,
    count(*) filter (where is_found) as found,
    count(*) filter (where is_true and is_found) as matched,
    matched / nullif(found, 0) as found_right,
    matched / nullif(expected, 0) as expected_found,
    2 * matched / (expected + found) as f1
from outcome
group by grouped_by
order by grouped_by
