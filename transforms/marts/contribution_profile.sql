-- doc: One row is what one person did of one kind in one period; periods do not add up.
-- grain: person_id, period_id, kind
-- references: person_id -> marts.person.person_id, period_id -> marts.period.period_id
-- Every source weighs the same, however many scopes it has.
with source_coverage as (
    select
        period.period_id,
        coverage.source,
        avg(
            greatest(
                0,
                least(
                    1,
                    (coalesce(epoch(coverage.covered_until), 0) - epoch(period.starts_at))
                    / greatest(
                        1.0,
                        least(epoch(period.ends_at), epoch($as_of)) - epoch(period.starts_at)
                    )
                )
            )
        ) as coverage_share
    from marts.period as period
    cross join marts.coverage as coverage
    group by
        period.period_id,
        coverage.source
),

coverage as (
    select
        period_id,
        avg(coverage_share) as coverage_share
    from source_coverage
    group by period_id
),

dated as (
    select
        person_id,
        kind,
        activity_id,
        object_id,
        event_id,
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
        dated.event_id,
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
        dated.event_id,
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
        dated.event_id,
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
),

-- Few activities are anything but observed; to count the others apart is much less work.
unobserved as (
    select
        event_in_period.person_id,
        event_in_period.period_id,
        event_in_period.kind,
        count(distinct activity.activity_id) filter (where activity.evidence_level = 'I')
            as inferred_count,
        count(distinct activity.activity_id) filter (where activity.evidence_level = 'P')
            as attested_count,
        count(distinct activity.activity_id) filter (where activity.evidence_level = 'S')
            as reported_count,
        count(distinct activity.activity_id) filter (where activity.bound > 2) as high_count,
        sum(claim.minutes_low) filter (where activity.bound = 2) as claimed_low,
        sum(claim.minutes_high) filter (where activity.bound = 2) as claimed_mid_high,
        sum(claim.minutes_high) as claimed_high
    from event_in_period
    inner join core.activity as activity on event_in_period.activity_id = activity.activity_id
    left join core.claim as claim
        on event_in_period.event_id = claim.claim_id and activity.minutes_high = 0
    where activity.evidence_level <> 'O'
    group by
        event_in_period.person_id,
        event_in_period.period_id,
        event_in_period.kind
),

bounded as (
    select
        counted.*,
        coalesce(unobserved.inferred_count, 0) as inferred_count,
        coalesce(unobserved.attested_count, 0) as attested_count,
        coalesce(unobserved.reported_count, 0) as reported_count,
        coalesce(unobserved.high_count, 0) as high_count,
        (coalesce(unobserved.claimed_low, 0) + coalesce(unobserved.claimed_mid_high, 0)) // 2
            as claimed_mid,
        coalesce(unobserved.claimed_high, 0) as claimed_high
    from counted
    left join unobserved
        on
            counted.person_id = unobserved.person_id
            and counted.period_id = unobserved.period_id
            and counted.kind = unobserved.kind
)

select
    bounded.person_id,
    bounded.period_id,
    bounded.kind,
    kind.category,
    kind.visibility,
    bounded.activity_count,
    bounded.object_count,
    bounded.weeks_active,
    bounded.event_count,
    bounded.activity_count
    - bounded.inferred_count
    - bounded.attested_count
    - bounded.reported_count as observed_count,
    bounded.inferred_count,
    bounded.attested_count,
    bounded.reported_count,
    -- Evidence decides which bounds include an activity; it multiplies nothing (method 2.1).
    (
        bounded.activity_count
        - bounded.inferred_count
        - bounded.attested_count
        - bounded.reported_count
    ) * kind.minutes_low as minutes_low,
    cast(
        (bounded.activity_count - bounded.high_count) * kind.minutes_mid + bounded.claimed_mid
        as bigint
    ) as minutes_mid,
    cast(
        bounded.activity_count * kind.minutes_high + bounded.claimed_high as bigint
    ) as minutes_high,
    false as is_calibrated,
    round(coverage.coverage_share, 4) as coverage_share,
    cast($build_id as varchar) as build_id
from bounded
inner join rules.kinds__kinds as kind on bounded.kind = kind.kind
left join coverage on bounded.period_id = coverage.period_id
