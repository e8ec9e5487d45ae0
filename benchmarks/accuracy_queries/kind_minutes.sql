-- One row is one person and kind of the review window: the truth's minutes beside the profile's.
with true_total as (
    select
        person_id,
        kind,
        sum(minutes) as minutes,
        coalesce(sum(minutes) filter (where is_hidden), 0) as hidden
    from timed_activity
    group by
        person_id,
        kind
),

line as (
    select profile.*
    from pub.marts.contribution_profile as profile
    inner join pub.marts.period as period
        on profile.period_id = period.period_id and period.period_kind = 'review_window'
)

select
    person.person_id,
    person.role_family,
    person.has_diary,
    coalesce(true_total.kind, line.kind) as kind,
    coalesce(true_total.minutes, 0) as true_minutes,
    coalesce(true_total.hidden, 0) as true_hidden,
    coalesce(line.minutes_mid, 0) as minutes_mid,
    coalesce(line.hidden_low, 0) as hidden_low,
    coalesce(line.hidden_mid, 0) as hidden_mid,
    coalesce(line.hidden_high, 0) as hidden_high,
    coalesce(line.is_calibrated, false) as is_calibrated
from true_total
full outer join line on true_total.person_id = line.person_id and true_total.kind = line.kind
inner join person on coalesce(true_total.person_id, line.person_id) = person.person_id
where not person.is_twin
