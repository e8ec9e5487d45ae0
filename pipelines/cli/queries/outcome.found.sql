select
    kind.category,
    count(distinct evidence.object_id) as objects
from marts.profile_evidence as evidence
inner join rules.kinds__kinds as kind on evidence.kind = kind.kind
inner join marts.period as period
    on
        period.period_kind = 'review_window'
        and evidence.occurred_at >= period.starts_at
        and evidence.occurred_at < period.ends_at
group by kind.category
order by objects desc, kind.category asc
