-- One row is one kind, tool or role family: its activities of the truth and of profiles.
select
    case
        when grouping(kind) = 0 then 'kind'
        when grouping(tool) = 0 then 'tool'
        else 'role family'
    end as grouped_by,
    coalesce(kind, tool, role_family, 'not in the roster') as name,
    count(*) filter (where is_true) as expected,
    count(*) filter (where is_found) as found,
    count(*) filter (where is_true and is_found) as matched,
    matched / nullif(found, 0) as found_right,
    matched / nullif(expected, 0) as expected_found,
    2 * matched / (expected + found) as f1
from compared_activity
group by grouping sets (kind, tool, role_family)
order by grouped_by, name
