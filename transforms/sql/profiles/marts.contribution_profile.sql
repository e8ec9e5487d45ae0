-- doc: One row is what one person did of one kind in one period; periods do not add up.
-- grain: person_id, period_id, kind
-- references: person_id -> marts.person.person_id, period_id -> marts.period.period_id
-- Every source weighs the same, however many scopes it has.
with source_coverage as (
    select
        period.period_id,
        coverage.source,
        cast(
            sum(
                cast(
                    greatest(
                        0,
                        least(
                            1,
                            (coalesce(epoch(coverage.covered_until), 0) - epoch(period.starts_at))
                            / greatest(
                                cast(1 as double),
                                least(epoch(period.ends_at), epoch($as_of))
                                - epoch(period.starts_at)
                            )
                        )
                    ) as decimal(18, 9)
                )
            ) as double
        )
        / nullif(count(*), 0) as coverage_share
    from marts.period as period
    cross join marts.coverage as coverage
    group by
        period.period_id,
        coverage.source
),

coverage as (
    select
        period_id,
        cast(sum(cast(coverage_share as decimal(18, 9))) as double)
        / nullif(count(*), 0) as coverage_share
    from source_coverage
    group by period_id
),

calibrated as (
    select
        person.person_id,
        calibration.kind,
        calibration.kappa
    from core.calibration as calibration
    inner join marts.person as person on calibration.role_family = person.role_family
),

-- An activity that lasts is new once in a period.
step_in_period as (
    select
        step.*,
        step.new_in_month as new_count,
        period.period_id
    from marts._kind_month as step
    inner join marts.period as period
        on period.period_kind = 'month' and step.month = period.starts_at
    union all
    select
        step.*,
        step.new_in_quarter as new_count,
        period.period_id
    from marts._kind_month as step
    inner join marts.period as period
        on
            period.period_kind = 'quarter'
            and date_trunc('quarter', step.month) = period.starts_at
    union all
    select
        step.*,
        step.new_in_window as new_count,
        period.period_id
    from marts._kind_month as step
    inner join marts.period as period on period.period_kind = 'review_window'
    where step.is_in_window
),

counted as (
    select
        person_id,
        period_id,
        kind,
        sum(new_count) as activity_count,
        sum(new_count) filter (where not is_bucketed) as object_count,
        sum(event_count) as event_count,
        sum(new_count) filter (where evidence_level = 'I') as inferred_count,
        sum(new_count) filter (where evidence_level = 'P') as attested_count,
        sum(new_count) filter (where evidence_level = 'S') as reported_count,
        sum(new_count) filter (where credit_class = 'credited') as credited_count,
        sum(new_count) filter (where credit_class = 'allocated') as allocated_count,
        sum(new_count) filter (where credit_class = 'unattributed') as unattributed_count,
        sum(new_count) filter (where credit_class = 'uncounted') as uncounted_count,
        sum(new_count) filter (where credit_class = 'untraced') as untraced_count,
        sum(minutes_low) as minutes_low,
        sum(minutes_mid) as minutes_mid,
        sum(minutes_high) as minutes_high,
        sum(hidden_low) as hidden_low,
        sum(hidden_mid) as hidden_mid,
        sum(hidden_high) as hidden_high,
        sum(hidden_low) filter (where credit_class = 'uncounted') as uncounted_low,
        sum(hidden_mid) filter (where credit_class = 'uncounted') as uncounted_mid,
        sum(hidden_high) filter (where credit_class = 'uncounted') as uncounted_high,
        sum(hidden_low) filter (where credit_class = 'untraced') as untraced_low,
        sum(hidden_mid) filter (where credit_class = 'untraced') as untraced_mid,
        sum(hidden_high) filter (where credit_class = 'untraced') as untraced_high
    from step_in_period
    group by
        person_id,
        period_id,
        kind
),

-- Only weekly and daily activities share an object.
shared as (
    select
        evidence.person_id,
        evidence.kind,
        evidence.object_id,
        date_trunc('month', evidence.occurred_at) as month,
        evidence.occurred_at >= period.starts_at
        and evidence.occurred_at < period.ends_at as is_in_window
    from core.activity_evidence as evidence
    inner join marts.period as period on period.period_kind = 'review_window'
    where evidence.bucket <> ''
    group by
        evidence.person_id,
        evidence.kind,
        evidence.object_id,
        date_trunc('month', evidence.occurred_at),
        evidence.occurred_at >= period.starts_at and evidence.occurred_at < period.ends_at
),

shared_object as (
    select
        shared.person_id,
        shared.kind,
        period.period_id,
        count(distinct shared.object_id) as object_count
    from shared
    inner join marts.period as period
        on case period.period_kind
            when 'month' then shared.month = period.starts_at
            when 'quarter' then date_trunc('quarter', shared.month) = period.starts_at
            else shared.is_in_window
        end
    group by
        shared.person_id,
        shared.kind,
        period.period_id
),

week_seen as (
    select distinct
        evidence.person_id,
        evidence.kind,
        date_trunc('week', evidence.occurred_at) as week,
        date_trunc('month', evidence.occurred_at) as month,
        evidence.occurred_at >= period.starts_at
        and evidence.occurred_at < period.ends_at as is_in_window
    from core.activity_evidence as evidence
    inner join marts.period as period on period.period_kind = 'review_window'
),

week_in_period as (
    select
        week_seen.person_id,
        week_seen.kind,
        week_seen.week,
        period.period_id
    from week_seen
    inner join marts.period as period
        on period.period_kind = 'month' and week_seen.month = period.starts_at
    union
    select
        week_seen.person_id,
        week_seen.kind,
        week_seen.week,
        period.period_id
    from week_seen
    inner join marts.period as period
        on
            period.period_kind = 'quarter'
            and date_trunc('quarter', week_seen.month) = period.starts_at
    union
    select
        week_seen.person_id,
        week_seen.kind,
        week_seen.week,
        period.period_id
    from week_seen
    inner join marts.period as period on period.period_kind = 'review_window'
    where week_seen.is_in_window
),

weeks as (
    select
        person_id,
        period_id,
        kind,
        count(*) as weeks_active
    from week_in_period
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
    cast(counted.activity_count as bigint) as activity_count,
    cast(
        coalesce(counted.object_count, 0) + coalesce(shared_object.object_count, 0) as bigint
    ) as object_count,
    weeks.weeks_active,
    cast(counted.event_count as bigint) as event_count,
    cast(
        counted.activity_count
        - coalesce(counted.inferred_count, 0)
        - coalesce(counted.attested_count, 0)
        - coalesce(counted.reported_count, 0) as bigint
    ) as observed_count,
    cast(coalesce(counted.inferred_count, 0) as bigint) as inferred_count,
    cast(coalesce(counted.attested_count, 0) as bigint) as attested_count,
    cast(coalesce(counted.reported_count, 0) as bigint) as reported_count,
    cast(coalesce(counted.credited_count, 0) as bigint) as credited_count,
    cast(coalesce(counted.allocated_count, 0) as bigint) as allocated_count,
    cast(coalesce(counted.unattributed_count, 0) as bigint) as unattributed_count,
    cast(coalesce(counted.uncounted_count, 0) as bigint) as uncounted_count,
    cast(coalesce(counted.untraced_count, 0) as bigint) as untraced_count,
    cast(
        round(coalesce(counted.minutes_low, 0) * coalesce(calibrated.kappa, 1)) as bigint
    ) as minutes_low,
    cast(
        round(coalesce(counted.minutes_mid, 0) * coalesce(calibrated.kappa, 1)) as bigint
    ) as minutes_mid,
    cast(
        round(coalesce(counted.minutes_high, 0) * coalesce(calibrated.kappa, 1)) as bigint
    ) as minutes_high,
    cast(
        round(coalesce(counted.hidden_low, 0) * coalesce(calibrated.kappa, 1)) as bigint
    ) as hidden_low,
    cast(
        round(coalesce(counted.hidden_mid, 0) * coalesce(calibrated.kappa, 1)) as bigint
    ) as hidden_mid,
    cast(
        round(coalesce(counted.hidden_high, 0) * coalesce(calibrated.kappa, 1)) as bigint
    ) as hidden_high,
    cast(
        round(coalesce(counted.uncounted_low, 0) * coalesce(calibrated.kappa, 1)) as bigint
    ) as uncounted_low,
    cast(
        round(coalesce(counted.uncounted_mid, 0) * coalesce(calibrated.kappa, 1)) as bigint
    ) as uncounted_mid,
    cast(
        round(coalesce(counted.uncounted_high, 0) * coalesce(calibrated.kappa, 1)) as bigint
    ) as uncounted_high,
    cast(
        round(coalesce(counted.untraced_low, 0) * coalesce(calibrated.kappa, 1)) as bigint
    ) as untraced_low,
    cast(
        round(coalesce(counted.untraced_mid, 0) * coalesce(calibrated.kappa, 1)) as bigint
    ) as untraced_mid,
    cast(
        round(coalesce(counted.untraced_high, 0) * coalesce(calibrated.kappa, 1)) as bigint
    ) as untraced_high,
    calibrated.kappa is not null as is_calibrated,
    round(coverage.coverage_share, 4) as coverage_share,
    cast($build_id as varchar) as build_id
from counted
inner join weeks
    on
        counted.person_id = weeks.person_id
        and counted.period_id = weeks.period_id
        and counted.kind = weeks.kind
inner join rules.kinds__kinds as kind on counted.kind = kind.kind
left join shared_object
    on
        counted.person_id = shared_object.person_id
        and counted.period_id = shared_object.period_id
        and counted.kind = shared_object.kind
left join calibrated
    on counted.person_id = calibrated.person_id and counted.kind = calibrated.kind
left join coverage on counted.period_id = coverage.period_id
