-- doc: One row is one week in which a person did far more of a kind than in their other weeks.
-- grain: person_id, kind, week
-- kind: view
-- The person is shown the week and loses nothing: the clock bounds minutes already.
with limits as (
    select
        max(value) filter (where name = 'rate_weeks') as weeks,
        cast(max(value) filter (where name = 'rate_percent') as double) / 100 as threshold
    from rules.limits__thresholds
),

ranked_week as (
    select
        person_id,
        kind,
        object_count,
        row_number() over (
            partition by person_id, kind
            order by object_count, week
        ) as place,
        count(*) over (partition by person_id, kind) as weeks
    from marts.activity_week
),

kind_median as (
    select
        person_id,
        kind,
        max(weeks) as weeks,
        cast(sum(object_count) as double) / nullif(count(*), 0) as objects
    from ranked_week
    where 2 * place between weeks and weeks + 2
    group by
        person_id,
        kind
),

week_distance as (
    select
        activity_week.person_id,
        activity_week.kind,
        activity_week.week,
        activity_week.object_count,
        kind_median.objects as usual_count,
        kind_median.weeks,
        cast(activity_week.object_count as double) - kind_median.objects as above,
        row_number() over (
            partition by activity_week.person_id, activity_week.kind
            order by
                abs(cast(activity_week.object_count as double) - kind_median.objects),
                activity_week.week
        ) as place
    from marts.activity_week as activity_week
    inner join kind_median
        on activity_week.person_id = kind_median.person_id and activity_week.kind = kind_median.kind
),

kind_spread as (
    select
        person_id,
        kind,
        cast(sum(cast(abs(above) as decimal(18, 6))) as double) / nullif(count(*), 0) as deviation
    from week_distance
    where 2 * place between weeks and weeks + 2
    group by
        person_id,
        kind
),

-- A standard deviation is 1.4826 median deviations of a normal distribution. A deviation is at
-- least one object, or weeks that are all alike would make any other one an outlier.
scored_week as (
    select
        week_distance.person_id,
        week_distance.kind,
        week_distance.week,
        week_distance.object_count,
        week_distance.usual_count,
        week_distance.weeks,
        cast(week_distance.above as double)
        / nullif(1.4826e0 * greatest(1, kind_spread.deviation), 0) as robust_z
    from week_distance
    inner join kind_spread
        on week_distance.person_id = kind_spread.person_id and week_distance.kind = kind_spread.kind
)

select
    scored_week.person_id,
    scored_week.kind,
    scored_week.week,
    scored_week.object_count,
    scored_week.usual_count,
    round(scored_week.robust_z, 2) as robust_z
from scored_week
cross join limits
where scored_week.weeks >= limits.weeks and scored_week.robust_z > limits.threshold
