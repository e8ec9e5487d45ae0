-- doc: One row is what a person did of one kind in one month, by evidence level and credit class.
-- grain: person_id, kind, month, is_in_window, evidence_level, credit_class, is_bucketed
with review_window as (
    select
        starts_at,
        ends_at
    from marts.period
    where period_kind = 'review_window'
),

-- Only activities with several events, which are few, can occur twice in a period.
repeated_event as (
    select
        evidence.activity_id,
        evidence.occurred_at,
        row_number() over (
            partition by evidence.activity_id, date_trunc('month', evidence.occurred_at)
            order by evidence.occurred_at, evidence.event_id
        ) as place_in_month,
        row_number() over (
            partition by evidence.activity_id, date_trunc('quarter', evidence.occurred_at)
            order by evidence.occurred_at, evidence.event_id
        ) as place_in_quarter,
        row_number() over (
            partition by
                evidence.activity_id,
                evidence.occurred_at >= review_window.starts_at
                and evidence.occurred_at < review_window.ends_at
            order by evidence.occurred_at, evidence.event_id
        ) as place_in_window
    from core.activity_evidence as evidence
    inner join core.activity as activity
        on evidence.activity_id = activity.activity_id and activity.event_count > 1
    cross join review_window
),

activity_event as (
    select
        activity_id,
        first_at as occurred_at,
        1 as new_in_month,
        1 as new_in_quarter,
        1 as new_in_window
    from core.activity
    where event_count = 1
    union all
    select
        activity_id,
        occurred_at,
        case when place_in_month = 1 then 1 else 0 end as new_in_month,
        case when place_in_quarter = 1 then 1 else 0 end as new_in_quarter,
        case when place_in_window = 1 then 1 else 0 end as new_in_window
    from repeated_event
),

event_figure as (
    select
        activity_id,
        occurred_at,
        1 as event_count,
        new_in_month,
        new_in_quarter,
        new_in_window,
        0 as minutes_low,
        0 as minutes_mid,
        0 as minutes_high,
        0 as covered_low,
        0 as covered_mid,
        0 as covered_high
    from activity_event
    union all
    select
        effort.activity_id,
        effort.occurred_at,
        0 as event_count,
        0 as new_in_month,
        0 as new_in_quarter,
        0 as new_in_window,
        effort.minutes_low,
        effort.minutes_mid,
        effort.minutes_high,
        cast(coalesce(cover.covered_low, 0) as decimal(18, 6)) as covered_low,
        cast(coalesce(cover.covered_mid, 0) as decimal(18, 6)) as covered_mid,
        cast(coalesce(cover.covered_high, 0) as decimal(18, 6)) as covered_high
    from core.effort as effort
    left join core._allocated_cover as cover
        on effort.activity_id = cover.activity_id and effort.event_id = cover.event_id
),

kind_total as (
    select
        activity.person_id,
        activity.kind,
        date_trunc('month', event_figure.occurred_at) as month,
        event_figure.occurred_at >= review_window.starts_at
        and event_figure.occurred_at < review_window.ends_at as is_in_window,
        activity.evidence_level,
        coalesce(activity.credit_class, '') as credit_class,
        activity.bucket <> '' as is_bucketed,
        sum(event_figure.event_count) as event_count,
        sum(event_figure.new_in_month) as new_in_month,
        sum(event_figure.new_in_quarter) as new_in_quarter,
        sum(event_figure.new_in_window) as new_in_window,
        sum(event_figure.minutes_low) as minutes_low,
        sum(event_figure.minutes_mid) as minutes_mid,
        sum(event_figure.minutes_high) as minutes_high,
        sum(event_figure.covered_low) as covered_low,
        sum(event_figure.covered_mid) as covered_mid,
        sum(event_figure.covered_high) as covered_high
    from event_figure
    inner join core.activity as activity on event_figure.activity_id = activity.activity_id
    cross join review_window
    group by
        activity.person_id,
        activity.kind,
        date_trunc('month', event_figure.occurred_at),
        event_figure.occurred_at >= review_window.starts_at
        and event_figure.occurred_at < review_window.ends_at,
        activity.evidence_level,
        coalesce(activity.credit_class, ''),
        activity.bucket <> ''
)

select
    *,
    -- Credited minutes, and minutes that allocated time covers, are not hidden (CRD-3).
    case when credit_class = 'credited' then 0 else minutes_low - covered_low end as hidden_low,
    case when credit_class = 'credited' then 0 else minutes_mid - covered_mid end as hidden_mid,
    case when credit_class = 'credited' then 0 else minutes_high - covered_high end as hidden_high
from kind_total
