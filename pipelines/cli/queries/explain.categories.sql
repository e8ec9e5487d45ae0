select
    kind.category,
    count(distinct evidence.object_id) as objects
from core.activity_evidence as evidence
inner join rules.kinds__kinds as kind on evidence.kind = kind.kind
inner join marts.period as period
    on
        period.period_id = $2
        and evidence.occurred_at >= period.starts_at
        and evidence.occurred_at < period.ends_at
where evidence.person_id = $1
group by kind.category
order by kind.category
