select
    outlier.week,
    outlier.object_count,
    outlier.usual_count,
    outlier.robust_z
from marts._rate_outlier as outlier
inner join marts.period as period
    on
        period.period_id = $3
        and outlier.week >= cast(period.starts_at as date)
        and outlier.week < cast(period.ends_at as date)
where outlier.person_id = $1 and outlier.kind = $2
order by outlier.week
