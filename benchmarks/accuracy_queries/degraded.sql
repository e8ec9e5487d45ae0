with minutes as (
    select
        line.person_id,
        sum(line.minutes_low) as low,
        avg(line.coverage_share) as coverage_share
    from pub.marts.contribution_profile as line
    inner join pub.marts.period as period on line.period_id = period.period_id
    where period.period_kind = 'review_window'
    group by line.person_id
),

true_minutes as (
    select
        profile_id(person_id) as person_id,
        sum(minutes) as minutes
    from truth
    where type = 'activity'
    group by person_id
)

select
    'half lost: coverage shown on profiles' as what,
    max(coverage_share) as figure,
    null as lowest,
    0.9 as highest
from minutes
union all
select
    'half lost: part of people whose low bound is above the truth' as what,
    count(*) filter (where minutes.low > true_minutes.minutes) / count(*) as figure,
    null as lowest,
    0.05 as highest
from minutes
inner join true_minutes on minutes.person_id = true_minutes.person_id
union all
select
    'half lost: part of the shown activities that is wrong' as what,
    1 - count(*) filter (where is_true and is_found) / count(*) filter (where is_found) as figure,
    null as lowest,
    0.1 as highest
from compared_activity
