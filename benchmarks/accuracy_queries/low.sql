-- No profile may claim more than the truth: the low bound of a kind is what somebody surely did.
with line as (
    select profile.*
    from pub.marts.contribution_profile as profile
    inner join pub.marts.period as period
        on profile.period_id = period.period_id and period.period_kind = 'review_window'
    where profile.minutes_high > 0
),

true_total as (
    select
        person_id,
        kind,
        sum(minutes) as minutes
    from timed_activity
    group by
        person_id,
        kind
),

compared_line as (
    select
        line.is_calibrated,
        line.minutes_low <= coalesce(true_total.minutes, 0) as is_below
    from line
    inner join person on line.person_id = person.person_id and not person.is_twin
    left join true_total on line.person_id = true_total.person_id and line.kind = true_total.kind
)

select
    'low minutes: part of uncalibrated lines at or below the truth' as what,
    count(*) filter (where is_below) / count(*) as figure,
    0.95 as lowest,
    null as highest
from compared_line
where not is_calibrated
union all
select
    'low minutes: part of calibrated lines at or below the truth' as what,
    count(*) filter (where is_below) / count(*) as figure,
    0.95 as lowest,
    null as highest
from compared_line
where is_calibrated
