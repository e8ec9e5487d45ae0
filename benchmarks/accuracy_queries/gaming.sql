-- Twins did the same; one of them left many more traces of it.
with total as (
    select
        person.is_gamer,
        sum(profile.hidden_mid) as hidden_mid,
        sum(profile.event_count) as event_count,
        sum(profile.activity_count) as activity_count
    from pub.marts.contribution_profile as profile
    inner join pub.marts.period as period
        on profile.period_id = period.period_id and period.period_kind = 'review_window'
    inner join person on profile.person_id = person.person_id and person.is_twin
    group by person.is_gamer
)

select
    'gaming: hidden minutes over those of an honest twin' as what,
    gamer.hidden_mid / honest.hidden_mid as figure,
    null as lowest,
    1.1 as highest
from total as gamer
inner join total as honest on gamer.is_gamer and not honest.is_gamer
union all
select
    'gaming: activities over those of an honest twin' as what,
    gamer.activity_count / honest.activity_count as figure,
    null as lowest,
    null as highest
from total as gamer
inner join total as honest on gamer.is_gamer and not honest.is_gamer
union all
select
    'gaming: events over those of an honest twin' as what,
    gamer.event_count / honest.event_count as figure,
    null as lowest,
    null as highest
from total as gamer
inner join total as honest on gamer.is_gamer and not honest.is_gamer
