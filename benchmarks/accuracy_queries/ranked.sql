-- In every role family profiles must order people better than counts do, over all companies.
with mean as (
    select
        role_family,
        sum(by_profile * people) / sum(people) as by_profile,
        greatest(
            coalesce(sum(by_changes * people) / sum(people) filter (where by_changes is not null), 0),
            coalesce(sum(by_events * people) / sum(people) filter (where by_events is not null), 0)
        ) as by_counts,
        min(by_profile - greatest(coalesce(by_changes, 0), coalesce(by_events, 0))) as least,
        max(by_profile - greatest(coalesce(by_changes, 0), coalesce(by_events, 0))) as greatest_gain
    from family
    group by role_family
)

select
    'order by hidden minutes, gain over a count of changes or events: ' || role_family as what,
    by_profile - by_counts as figure,
    '> 0' as bound,
    case when by_profile > by_counts then 'yes' else '**no**' end as holds,
    least,
    greatest_gain
from mean
order by role_family
