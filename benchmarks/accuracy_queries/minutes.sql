-- Minutes of those who kept no diary: whom the diaries were not fitted to.
with total as (
    select
        person_id,
        any_value(role_family) as role_family,
        sum(true_minutes) as true_minutes,
        sum(true_hidden) as true_hidden,
        sum(minutes_mid) as minutes_mid,
        sum(hidden_low) as hidden_low,
        sum(hidden_mid) as hidden_mid,
        sum(hidden_high) as hidden_high,
        sum(hidden_mid) filter (where is_calibrated) as calibrated_mid
    from kind_minutes
    where not has_diary
    group by person_id
    having sum(true_hidden) >= 60
),

share as (
    select
        role_family,
        hidden_mid / nullif(minutes_mid, 0) - true_hidden / true_minutes as error
    from total
),

family as (
    select avg(error) as bias
    from share
    group by role_family
)

select
    'diaries: part of people whose hidden minutes lie between low and high' as what,
    count(*) filter (where true_hidden between hidden_low and hidden_high) / count(*) as figure,
    0.9 as lowest,
    null as highest
from total
union all
select
    'diaries: bias of the hidden share' as what,
    abs(avg(error)) as figure,
    null as lowest,
    0.03 as highest
from share
-- A mean over everybody hides families that are off in opposite directions.
union all
select
    'diaries: bias of the hidden share in the role family that is furthest off' as what,
    max(abs(bias)) as figure,
    null as lowest,
    null as highest
from family
union all
select
    'diaries: mean absolute error of the hidden share' as what,
    avg(abs(error)) as figure,
    null as lowest,
    null as highest
from share
union all
select
    'diaries: hidden minutes of profiles, middle, over those of the truth' as what,
    sum(hidden_mid) / sum(true_hidden) as figure,
    null as lowest,
    null as highest
from total
union all
select
    'diaries: part of the hidden minutes that is calibrated' as what,
    sum(calibrated_mid) / sum(hidden_mid) as figure,
    null as lowest,
    null as highest
from total
union all
select
    'diaries: part of people and kinds whose hidden minutes lie between low and high' as what,
    count(*) filter (where true_hidden between hidden_low and hidden_high) / count(*) as figure,
    null as lowest,
    null as highest
from kind_minutes
where not has_diary and true_hidden >= 60
union all
select
    'held-out diaries: part of volunteers and kinds that lie between low and high' as what,
    sum(persons * coverage) / sum(persons) as figure,
    null as lowest,
    null as highest
from store.core._calibration_check
union all
select
    'held-out diaries: mean absolute error of the middle, as a part of the diary' as what,
    sum(persons * mape) / sum(persons) as figure,
    null as lowest,
    null as highest
from store.core._calibration_check
