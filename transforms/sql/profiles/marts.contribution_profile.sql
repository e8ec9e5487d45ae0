-- doc: One row is what one person did of one kind in one period; periods do not add up.
-- grain: person_id, period_id, kind
-- references: person_id -> marts.person.person_id, period_id -> marts.period.period_id
-- Every source has the same weight, however many scopes it has.
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
    where coverage.status <> 'not read'
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

person_factor as (
    select
        person.person_id,
        calibration.kind,
        calibration.kappa
    from core.calibration as calibration
    inner join marts.person as person on calibration.role_family = person.role_family
),

-- An activity with several events is new once in a period.
kind_period as (
    select
        kind_month.*,
        kind_month.new_in_month as new_count,
        period.period_id
    from marts._kind_month as kind_month
    inner join marts.period as period
        on period.period_kind = 'month' and kind_month.month = period.starts_at
    union all
    select
        kind_month.*,
        kind_month.new_in_quarter as new_count,
        period.period_id
    from marts._kind_month as kind_month
    inner join marts.period as period
        on
            period.period_kind = 'quarter'
            and date_trunc('quarter', kind_month.month) = period.starts_at
    union all
    select
        kind_month.*,
        kind_month.new_in_window as new_count,
        period.period_id
    from marts._kind_month as kind_month
    inner join marts.period as period on period.period_kind = 'review_window'
    where kind_month.is_in_window
),

line_total as (
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
    from kind_period
    group by
        person_id,
        period_id,
        kind
),

-- Only weekly and daily activities share an object.
object_month as (
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

object_count as (
    select
        object_month.person_id,
        object_month.kind,
        period.period_id,
        count(distinct object_month.object_id) as object_count
    from object_month
    inner join marts.period as period
        on case period.period_kind
            when 'month' then object_month.month = period.starts_at
            when 'quarter' then date_trunc('quarter', object_month.month) = period.starts_at
            else object_month.is_in_window
        end
    group by
        object_month.person_id,
        object_month.kind,
        period.period_id
),

active_week as (
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
        active_week.person_id,
        active_week.kind,
        active_week.week,
        period.period_id
    from active_week
    inner join marts.period as period
        on period.period_kind = 'month' and active_week.month = period.starts_at
    union
    select
        active_week.person_id,
        active_week.kind,
        active_week.week,
        period.period_id
    from active_week
    inner join marts.period as period
        on
            period.period_kind = 'quarter'
            and date_trunc('quarter', active_week.month) = period.starts_at
    union
    select
        active_week.person_id,
        active_week.kind,
        active_week.week,
        period.period_id
    from active_week
    inner join marts.period as period on period.period_kind = 'review_window'
    where active_week.is_in_window
),

week_count as (
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
    line_total.person_id,
    line_total.period_id,
    line_total.kind,
    kind.category,
    kind.visibility,
    cast(line_total.activity_count as bigint) as activity_count,
    cast(
        coalesce(line_total.object_count, 0) + coalesce(object_count.object_count, 0) as bigint
    ) as object_count,
    week_count.weeks_active,
    cast(line_total.event_count as bigint) as event_count,
    cast(
        line_total.activity_count
        - coalesce(line_total.inferred_count, 0)
        - coalesce(line_total.attested_count, 0)
        - coalesce(line_total.reported_count, 0) as bigint
    ) as observed_count,
    cast(coalesce(line_total.inferred_count, 0) as bigint) as inferred_count,
    cast(coalesce(line_total.attested_count, 0) as bigint) as attested_count,
    cast(coalesce(line_total.reported_count, 0) as bigint) as reported_count,
    cast(coalesce(line_total.credited_count, 0) as bigint) as credited_count,
    cast(coalesce(line_total.allocated_count, 0) as bigint) as allocated_count,
    cast(coalesce(line_total.unattributed_count, 0) as bigint) as unattributed_count,
    cast(coalesce(line_total.uncounted_count, 0) as bigint) as uncounted_count,
    cast(coalesce(line_total.untraced_count, 0) as bigint) as untraced_count,
    cast(
        round(coalesce(line_total.minutes_low, 0) * coalesce(person_factor.kappa, 1)) as bigint
    ) as minutes_low,
    cast(
        round(coalesce(line_total.minutes_mid, 0) * coalesce(person_factor.kappa, 1)) as bigint
    ) as minutes_mid,
    cast(
        round(coalesce(line_total.minutes_high, 0) * coalesce(person_factor.kappa, 1)) as bigint
    ) as minutes_high,
    cast(
        round(coalesce(line_total.hidden_low, 0) * coalesce(person_factor.kappa, 1)) as bigint
    ) as hidden_low,
    cast(
        round(coalesce(line_total.hidden_mid, 0) * coalesce(person_factor.kappa, 1)) as bigint
    ) as hidden_mid,
    cast(
        round(coalesce(line_total.hidden_high, 0) * coalesce(person_factor.kappa, 1)) as bigint
    ) as hidden_high,
    cast(
        round(coalesce(line_total.uncounted_low, 0) * coalesce(person_factor.kappa, 1)) as bigint
    ) as uncounted_low,
    cast(
        round(coalesce(line_total.uncounted_mid, 0) * coalesce(person_factor.kappa, 1)) as bigint
    ) as uncounted_mid,
    cast(
        round(coalesce(line_total.uncounted_high, 0) * coalesce(person_factor.kappa, 1)) as bigint
    ) as uncounted_high,
    cast(
        round(coalesce(line_total.untraced_low, 0) * coalesce(person_factor.kappa, 1)) as bigint
    ) as untraced_low,
    cast(
        round(coalesce(line_total.untraced_mid, 0) * coalesce(person_factor.kappa, 1)) as bigint
    ) as untraced_mid,
    cast(
        round(coalesce(line_total.untraced_high, 0) * coalesce(person_factor.kappa, 1)) as bigint
    ) as untraced_high,
    person_factor.kappa is not null as is_calibrated,
    round(coverage.coverage_share, 4) as coverage_share,
    cast($build_id as varchar) as build_id
from line_total
inner join week_count
    on
        line_total.person_id = week_count.person_id
        and line_total.period_id = week_count.period_id
        and line_total.kind = week_count.kind
inner join rules.kinds__kinds as kind on line_total.kind = kind.kind
left join object_count
    on
        line_total.person_id = object_count.person_id
        and line_total.period_id = object_count.period_id
        and line_total.kind = object_count.kind
left join person_factor
    on line_total.person_id = person_factor.person_id and line_total.kind = person_factor.kind
left join coverage on line_total.period_id = coverage.period_id
