select
    activity.activity_id,
    activity.credit_class,
    activity.last_at
from core.activity as activity
inner join core.activity_evidence as evidence
    on
        activity.activity_id = evidence.activity_id
        and evidence.person_id = $1
        and evidence.kind = $2
inner join marts.period as period
    on
        period.period_id = $3
        and evidence.occurred_at >= period.starts_at
        and evidence.occurred_at < period.ends_at
group by activity.activity_id, activity.credit_class, activity.last_at
order by activity.last_at desc, activity.activity_id asc
