-- doc: One row is one week in which somebody did far more of a kind than in the own other weeks.
-- grain: person_id, kind, week
-- kind: view
-- The person is told of it and nothing is taken away: minutes are bounded by the clock already.
with limits as (
    select
        max(value) filter (where name = 'rate_weeks') as weeks,
        cast(max(value) filter (where name = 'rate_percent') as double) / 100 as threshold
    from rules.limits__thresholds
),

ranked as (
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

middle as (
    select
        person_id,
        kind,
        max(weeks) as weeks,
        cast(sum(object_count) as double) / nullif(count(*), 0) as objects
    from ranked
    where 2 * place between weeks and weeks + 2
    group by
        person_id,
        kind
),

distance as (
    select
        seen.person_id,
        seen.kind,
        seen.week,
        seen.object_count,
        middle.objects as usual_count,
        middle.weeks,
        cast(seen.object_count as double) - middle.objects as above,
        row_number() over (
            partition by seen.person_id, seen.kind
            order by abs(cast(seen.object_count as double) - middle.objects), seen.week
        ) as place
    from marts.activity_week as seen
    inner join middle on seen.person_id = middle.person_id and seen.kind = middle.kind
),

spread as (
    select
        person_id,
        kind,
        cast(sum(cast(abs(above) as decimal(18, 6))) as double) / nullif(count(*), 0) as deviation
    from distance
    where 2 * place between weeks and weeks + 2
    group by
        person_id,
        kind
),

-- Weeks that are all alike would make any other one an outlier: a deviation is at least one object.
judged as (
    select
        distance.person_id,
        distance.kind,
        distance.week,
        distance.object_count,
        distance.usual_count,
        distance.weeks,
        cast(distance.above as double)
        / nullif(1.4826e0 * greatest(1, spread.deviation), 0) as robust_z
    from distance
    inner join spread on distance.person_id = spread.person_id and distance.kind = spread.kind
)

select
    judged.person_id,
    judged.kind,
    judged.week,
    judged.object_count,
    judged.usual_count,
    round(judged.robust_z, 2) as robust_z
from judged
cross join limits
where judged.weeks >= limits.weeks and judged.robust_z > limits.threshold
