-- Product managers and those on call do least in code: their families are told apart.
select
    'order by hidden minutes, least gain over a count of changes or events: ' || grouped_by as what,
    min(by_profile - greatest(coalesce(by_changes, 0), coalesce(by_events, 0))) as figure,
    '> 0' as bound,
    case when figure > 0 then 'yes' else '**no**' end as holds
from (
    select
        *,
        case when role_family in ('pm', 'sre') then role_family else 'the others' end as grouped_by
    from baselines
) as family
group by grouped_by
order by grouped_by
