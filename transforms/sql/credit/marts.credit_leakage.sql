-- doc: One row is how far credit lies from effort in one process and past quarter, company-wide.
-- grain: process, period_id
-- references: period_id -> marts.period.period_id
with smallest_group as (
    select value as people
    from rules.limits__thresholds
    where name = 'smallest_group'
),

rounding as (
    select cast(value as double) as value
    from rules.outcome__limits
    where name = 'rounding'
),

-- Periods that overlap or grow day by day would reveal single objects (SUP-5).
quarter as (
    select
        period_id,
        starts_at
    from marts.period
    where period_kind = 'quarter' and ends_at <= $as_of
),

quarter_gap as (
    select
        quarter.period_id,
        gap.process,
        gap.object_id,
        gap.person_id,
        gap.effort_share,
        gap.credit_share
    from core._credit_gap as gap
    inner join quarter on date_trunc('quarter', gap.ended_at) = quarter.starts_at
),

object_distance as (
    select
        process,
        period_id,
        object_id,
        cast(sum(abs(effort_share - credit_share)) as double) / 2 as tv
    from quarter_gap
    group by
        process,
        period_id,
        object_id
),

object_total as (
    select
        process,
        period_id,
        count(tv) as object_count,
        count(*) - count(tv) as left_out_count,
        cast(sum(cast(tv as decimal(18, 9))) as double) / nullif(count(tv), 0) as mean_tv
    from object_distance
    group by
        process,
        period_id
),

people_total as (
    select
        process,
        period_id,
        count(distinct person_id) as people_count
    from quarter_gap
    where effort_share is not null and credit_share is not null
    group by
        process,
        period_id
),

process_quarter as (
    select
        object_total.process,
        object_total.period_id,
        coalesce(
            object_total.object_count < smallest_group.people
            or people_total.people_count < smallest_group.people,
            true
        ) as is_suppressed,
        cast(
            round(cast(object_total.object_count as double) / nullif(rounding.value, 0))
            * rounding.value as bigint
        ) as object_count,
        cast(
            round(cast(object_total.left_out_count as double) / nullif(rounding.value, 0))
            * rounding.value as bigint
        ) as left_out_count,
        cast(
            round(cast(people_total.people_count as double) / nullif(rounding.value, 0))
            * rounding.value as bigint
        ) as people_count,
        round(
            0.01e0
            * rounding.value
            * round(cast(object_total.mean_tv * 100 as double) / nullif(rounding.value, 0)),
            2
        ) as mean_tv
    from object_total
    cross join smallest_group
    cross join rounding
    left join people_total
        on
            object_total.process = people_total.process
            and object_total.period_id = people_total.period_id
)

select
    process,
    period_id,
    is_suppressed,
    case when not is_suppressed then object_count end as object_count,
    case when not is_suppressed then left_out_count end as left_out_count,
    case when not is_suppressed then people_count end as people_count,
    case when not is_suppressed then mean_tv end as mean_tv
from process_quarter
