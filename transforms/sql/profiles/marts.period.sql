-- doc: One row is one period of a profile: a calendar month or quarter, or the review window.
-- grain: period_id
-- The review window is whole ISO weeks, so that days alone do not change what a profile shows.
with first_activity as (
    select coalesce(min(first_at), $as_of) as first_at
    from core.activity
),

limits as (
    select value as weeks
    from rules.limits__thresholds
    where name = 'review_window_weeks'
),

month_start as (
    select
        unnest(
            generate_series(
                date_trunc('month', first_activity.first_at),
                date_trunc('month', $as_of),
                interval '1 month'
            )
        ) as starts_at
    from first_activity
),

quarter_start as (
    select distinct date_trunc('quarter', starts_at) as starts_at
    from month_start
),

period as (
    select
        'month' as period_kind,
        strftime(starts_at, '%Y-%m') as period_id,
        starts_at,
        starts_at + interval '1 month' as ends_at
    from month_start
    union all
    select
        'quarter' as period_kind,
        strftime(starts_at, '%Y') || '-Q' || quarter(starts_at) as period_id,
        starts_at,
        starts_at + interval '3 months' as ends_at
    from quarter_start
    union all
    select
        'review_window' as period_kind,
        'review-window' as period_id,
        to_timestamp(
            epoch(date_trunc('week', $as_of)) - limits.weeks * 7 * 86400
        ) as starts_at,
        date_trunc('week', $as_of) as ends_at
    from limits
)

select
    period_id,
    period_kind,
    starts_at,
    ends_at
from period
