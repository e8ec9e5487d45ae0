-- doc: One row is what one activity took in one month, by bounds, without what is allocated time.
-- grain: activity_id, month, is_in_window
with review_window as (
    select starts_at
    from marts.period
    where period_kind = 'review_window'
),

seen as (
    select
        evidence.activity_id,
        date_trunc('month', evidence.occurred_at) as month,
        evidence.occurred_at >= review_window.starts_at
        and evidence.occurred_at < $as_of as is_in_window,
        count(*) as event_count
    from core.activity_evidence as evidence
    cross join review_window
    group by
        evidence.activity_id,
        date_trunc('month', evidence.occurred_at),
        evidence.occurred_at >= review_window.starts_at and evidence.occurred_at < $as_of
),

spent as (
    select
        effort.activity_id,
        date_trunc('month', effort.occurred_at) as month,
        effort.occurred_at >= review_window.starts_at
        and effort.occurred_at < $as_of as is_in_window,
        sum(effort.minutes_low) as minutes_low,
        sum(effort.minutes_mid) as minutes_mid,
        sum(effort.minutes_high) as minutes_high,
        sum(cover.covered_low) as covered_low,
        sum(cover.covered_mid) as covered_mid,
        sum(cover.covered_high) as covered_high
    from core.effort as effort
    cross join review_window
    left join core._role_cover as cover
        on effort.activity_id = cover.activity_id and effort.event_id = cover.event_id
    group by
        effort.activity_id,
        date_trunc('month', effort.occurred_at),
        effort.occurred_at >= review_window.starts_at and effort.occurred_at < $as_of
),

-- Few activities last longer than a month; only these can be seen twice in a longer period.
lasting as (
    select
        seen.activity_id,
        seen.month,
        seen.is_in_window,
        row_number() over (
            partition by seen.activity_id, seen.month
            order by seen.is_in_window
        ) as place_in_month,
        row_number() over (
            partition by seen.activity_id, date_trunc('quarter', seen.month)
            order by seen.month, seen.is_in_window
        ) as place_in_quarter,
        row_number() over (
            partition by seen.activity_id, seen.is_in_window
            order by seen.month
        ) as place_in_window
    from seen
    inner join core.activity as activity on seen.activity_id = activity.activity_id
    cross join review_window
    where
        date_trunc('month', activity.first_at) <> date_trunc('month', activity.last_at)
        or date_trunc('month', activity.first_at) = date_trunc('month', review_window.starts_at)
)

select
    seen.activity_id,
    seen.month,
    seen.is_in_window,
    activity.person_id,
    activity.kind,
    activity.object_id,
    activity.bucket,
    activity.evidence_level,
    activity.credit_class,
    seen.event_count,
    coalesce(lasting.place_in_month, 1) = 1 as is_new_in_month,
    coalesce(lasting.place_in_quarter, 1) = 1 as is_new_in_quarter,
    coalesce(lasting.place_in_window, 1) = 1 as is_new_in_window,
    coalesce(spent.minutes_low, 0) as minutes_low,
    coalesce(spent.minutes_mid, 0) as minutes_mid,
    coalesce(spent.minutes_high, 0) as minutes_high,
    -- What is counted, and what allocated time covers, is not hidden (CRD-3).
    case
        when activity.credit_class = 'credited' then 0
        else coalesce(spent.minutes_low - coalesce(spent.covered_low, 0), 0)
    end as hidden_low,
    case
        when activity.credit_class = 'credited' then 0
        else coalesce(spent.minutes_mid - coalesce(spent.covered_mid, 0), 0)
    end as hidden_mid,
    case
        when activity.credit_class = 'credited' then 0
        else coalesce(spent.minutes_high - coalesce(spent.covered_high, 0), 0)
    end as hidden_high
from seen
inner join core.activity as activity on seen.activity_id = activity.activity_id
left join spent
    on
        seen.activity_id = spent.activity_id
        and seen.month = spent.month
        and seen.is_in_window = spent.is_in_window
left join lasting
    on
        seen.activity_id = lasting.activity_id
        and seen.month = lasting.month
        and seen.is_in_window = lasting.is_in_window
