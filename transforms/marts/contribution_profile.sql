-- doc: One row is what one person did of one kind in one period; periods do not add up.
-- grain: person_id, period_id, kind
-- references: person_id -> marts.person.person_id, period_id -> marts.period.period_id
with coverage as (
    select
        period.period_id,
        avg(
            greatest(
                0,
                least(
                    1,
                    (coalesce(epoch(coverage.covered_until), 0) - epoch(period.starts_at))
                    / greatest(
                        1::double,
                        least(epoch(period.ends_at), epoch($as_of)) - epoch(period.starts_at)
                    )
                )
            )
        ) as coverage_share
    from marts.period as period
    cross join marts.coverage as coverage
    group by period.period_id
),

dated as (
    select
        person_id,
        kind,
        activity_id,
        object_id,
        occurred_at,
        date_trunc('week', occurred_at) as week,
        date_trunc('month', occurred_at) as month,
        date_trunc('quarter', occurred_at) as quarter
    from core.activity_evidence
),

event_in_period as (
    select
        dated.person_id,
        period.period_id,
        dated.kind,
        dated.activity_id,
        dated.object_id,
        dated.week
    from dated
    inner join marts.period as period
        on period.period_kind = 'month' and dated.month = period.starts_at
    union all
    select
        dated.person_id,
        period.period_id,
        dated.kind,
        dated.activity_id,
        dated.object_id,
        dated.week
    from dated
    inner join marts.period as period
        on period.period_kind = 'quarter' and dated.quarter = period.starts_at
    union all
    select
        dated.person_id,
        period.period_id,
        dated.kind,
        dated.activity_id,
        dated.object_id,
        dated.week
    from dated
    inner join marts.period as period
        on
            period.period_kind = 'review_window'
            and dated.occurred_at >= period.starts_at
            and dated.occurred_at < period.ends_at
),

counted as (
    select
        person_id,
        period_id,
        kind,
        count(distinct activity_id) as activity_count,
        count(distinct object_id) as object_count,
        count(distinct week) as weeks_active,
        count(*) as event_count
    from event_in_period
    group by
        person_id,
        period_id,
        kind
)

select
    counted.person_id,
    counted.period_id,
    counted.kind,
    kind.category,
    kind.visibility,
    counted.activity_count,
    counted.object_count,
    counted.weeks_active,
    counted.event_count,
    counted.activity_count * kind.minutes_low as minutes_low,
    counted.activity_count * kind.minutes_mid as minutes_mid,
    counted.activity_count * kind.minutes_high as minutes_high,
    false as is_calibrated,
    round(coverage.coverage_share, 4) as coverage_share,
    cast($build_id as varchar) as build_id
from counted
inner join rules.kinds__kinds as kind on counted.kind = kind.kind
left join coverage on counted.period_id = coverage.period_id
