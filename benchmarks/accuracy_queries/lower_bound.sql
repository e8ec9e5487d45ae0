-- Without diaries, every profile must say that its minutes are a lower bound.
select
    'half lost: part of profiles that call their hidden share a lower bound' as what,
    count(*) filter (where share.is_lower_bound) / count(*) as figure,
    1 as lowest,
    null as highest
from pub.marts.hidden_share as share
inner join pub.marts.period as period
    on share.period_id = period.period_id and period.period_kind = 'review_window'
where share.hidden_mid > 0
