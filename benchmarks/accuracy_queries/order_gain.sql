-- In every role family profiles must order people better than counts do, over all companies.
select
    'order by hidden minutes, gain over a count of changes or events: ' || role_family as what,
    by_profile - greatest(coalesce(by_changes, 0), coalesce(by_events, 0)) as figure,
    '> 0' as bound,
    case when figure > 0 then 'yes' else '**no**' end as holds,
    least,
    greatest
from families
order by role_family
