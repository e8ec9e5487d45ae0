-- The orders of every role family, the mean over the people of all companies, and how far apart the
-- companies are in what profiles gain over the better of the counts.
with family_gain as (
    select
        *,
        by_profile - greatest(coalesce(by_changes, 0), coalesce(by_events, 0)) as gain
    from family
)

select
    role_family,
    sum(people) as people,
    sum(by_profile * people) / sum(people) as by_profile,
    -- Where all of a company have as many there is no order.
    sum(by_changes * people) / sum(people) filter (where by_changes is not null) as by_changes,
    sum(by_events * people) / sum(people) filter (where by_events is not null) as by_events,
    min(gain) as least,
    max(gain) as greatest
from family_gain
group by role_family
order by role_family
