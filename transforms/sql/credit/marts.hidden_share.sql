-- doc: One row is the hidden share of one person's seen time in one period, with its bounds.
-- grain: person_id, period_id
-- references: person_id -> marts.person.person_id, period_id -> marts.period.period_id
with limits as (
    select
        max(value) filter (where name = 'share_weeks') as weeks,
        max(value) filter (where name = 'share_minutes') as minutes,
        max(value) filter (where name = 'uncalibrated_percent') as percent
    from rules.limits__thresholds
),

minute_total as (
    select
        profile.person_id,
        profile.period_id,
        sum(profile.hidden_low) as hidden_low,
        sum(profile.hidden_mid) as hidden_mid,
        sum(profile.hidden_high) as hidden_high,
        sum(profile.minutes_low - profile.hidden_low) as visible_low,
        sum(profile.minutes_mid - profile.hidden_mid) as visible_mid,
        sum(profile.minutes_high - profile.hidden_high) as visible_high,
        sum(profile.uncounted_low) as uncounted_low,
        sum(profile.uncounted_mid) as uncounted_mid,
        sum(profile.uncounted_high) as uncounted_high,
        sum(profile.untraced_low) as untraced_low,
        sum(profile.untraced_mid) as untraced_mid,
        sum(profile.untraced_high) as untraced_high,
        coalesce(sum(profile.hidden_mid) filter (where not profile.is_calibrated), 0)
            as uncalibrated_mid
    from marts.contribution_profile as profile
    inner join marts.period as period on profile.period_id = period.period_id
    where period.period_kind <> 'month'
    group by
        profile.person_id,
        profile.period_id
),

week_count as (
    select
        week.person_id,
        period.period_id,
        count(distinct week.week) as weeks
    from marts.activity_week as week
    inner join marts.period as period
        on
            week.week >= cast(date_trunc('week', period.starts_at) as date)
            and week.week < cast(period.ends_at as date)
    where period.period_kind <> 'month'
    group by
        week.person_id,
        period.period_id
),

person_total as (
    select
        minute_total.*,
        coalesce(person_period.weeks_present, week_count.weeks, 0) as active_weeks,
        coalesce(person_period.weeks_present, week_count.weeks, 0) >= limits.weeks
        and minute_total.hidden_mid + minute_total.visible_mid >= limits.minutes as is_enough,
        minute_total.uncalibrated_mid * 100
        > minute_total.hidden_mid * limits.percent as is_lower_bound
    from minute_total
    cross join limits
    left join marts.person_period as person_period
        on
            minute_total.person_id = person_period.person_id
            and minute_total.period_id = person_period.period_id
    left join week_count
        on
            minute_total.person_id = week_count.person_id
            and minute_total.period_id = week_count.period_id
)

select
    person_id,
    period_id,
    active_weeks,
    is_enough,
    is_lower_bound,
    cast(hidden_low as bigint) as hidden_low,
    cast(hidden_mid as bigint) as hidden_mid,
    cast(hidden_high as bigint) as hidden_high,
    cast(visible_low as bigint) as visible_low,
    cast(visible_mid as bigint) as visible_mid,
    cast(visible_high as bigint) as visible_high,
    cast(uncounted_low as bigint) as uncounted_low,
    cast(uncounted_mid as bigint) as uncounted_mid,
    cast(uncounted_high as bigint) as uncounted_high,
    cast(untraced_low as bigint) as untraced_low,
    cast(untraced_mid as bigint) as untraced_mid,
    cast(untraced_high as bigint) as untraced_high,
    case
        when is_enough
            then round(
                cast(hidden_low as double) / nullif(hidden_low + visible_high, 0), 4
            )
    end as hidden_share_low,
    case
        when is_enough
            then round(
                cast(hidden_mid as double) / nullif(hidden_mid + visible_mid, 0), 4
            )
    end as hidden_share_mid,
    case
        when is_enough
            then round(
                cast(hidden_high as double) / nullif(hidden_high + visible_low, 0), 4
            )
    end as hidden_share_high,
    case
        when is_enough
            then round(
                cast(hidden_low - uncounted_low as double)
                / nullif(hidden_low - uncounted_low + visible_high + uncounted_high, 0),
                4
            )
    end as lenient_share_low,
    case
        when is_enough
            then round(
                cast(hidden_mid - uncounted_mid as double)
                / nullif(hidden_mid - uncounted_mid + visible_mid + uncounted_mid, 0),
                4
            )
    end as lenient_share_mid,
    case
        when is_enough
            then round(
                cast(hidden_high - uncounted_high as double)
                / nullif(hidden_high - uncounted_high + visible_low + uncounted_low, 0),
                4
            )
    end as lenient_share_high
from person_total
