select
    outcome_id(share.person_id, share.outcome_type, share.object_id) as outcome_id,
    share.contributions,
    share.share,
    share.equal_share,
    share.ended_at
from marts.outcome_share as share
inner join marts.period as period
    on
        period.period_id = $4
        and share.ended_at >= period.starts_at
        and share.ended_at < period.ends_at
where share.person_id = $1 and share.outcome_type = $2 and share.role = $3
order by share.ended_at desc, outcome_id asc
