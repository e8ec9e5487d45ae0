-- doc: One row is the part of one event's minutes that time allocated to a duty covers.
-- grain: activity_id, event_id
-- references: person_id -> core.person.person_id
with duty_event as (
    select
        effort.activity_id,
        effort.event_id,
        effort.person_id,
        effort.occurred_at,
        effort.minutes_low,
        effort.minutes_mid,
        effort.minutes_high,
        duty.duty,
        duty.minutes_per_week,
        row_number() over (
            partition by effort.activity_id, effort.event_id
            order by duty.minutes_per_week is not null, duty.duty, duty.starts_at
        ) as place
    from core._duty as duty
    inner join rules.credit_policy__duty_kinds as duty_kind on duty.duty = duty_kind.duty
    inner join core.effort as effort
        on
            duty.person_id = effort.person_id
            and duty_kind.kind = effort.kind
            and duty.starts_at <= effort.occurred_at
            and duty.ends_at > effort.occurred_at
),

-- Allocated minutes are used up in the order of the week's events.
ordered_event as (
    select
        *,
        sum(minutes_low) over week_so_far - minutes_low as low_before,
        sum(minutes_mid) over week_so_far - minutes_mid as mid_before,
        sum(minutes_high) over week_so_far - minutes_high as high_before
    from duty_event
    where place = 1
    window week_so_far as (
        partition by person_id, duty, date_trunc('week', occurred_at)
        order by occurred_at, event_id, activity_id
        rows between unbounded preceding and current row
    )
)

select
    activity_id,
    event_id,
    person_id,
    duty,
    least(minutes_low, greatest(0, coalesce(minutes_per_week - low_before, minutes_low)))
        as covered_low,
    least(minutes_mid, greatest(0, coalesce(minutes_per_week - mid_before, minutes_mid)))
        as covered_mid,
    least(minutes_high, greatest(0, coalesce(minutes_per_week - high_before, minutes_high)))
        as covered_high
from ordered_event
