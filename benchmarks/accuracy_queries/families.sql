-- The orders of every role family, the mean over the people of all companies.
select
    role_family,
    sum(people) as people,
    sum(by_profile * people) / sum(people) as by_profile,
    -- Where all of a company have as many there is no order.
    sum(by_changes * people) / sum(people) filter (where by_changes is not null) as by_changes,
    sum(by_events * people) / sum(people) filter (where by_events is not null) as by_events
from family
group by role_family
order by role_family
