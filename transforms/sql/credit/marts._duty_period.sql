-- doc: One row is the time allocated to one person's duty in one period.
-- grain: person_id, period_id, duty
with duty_stretch as (
    select
        duty.person_id,
        period.period_id,
        duty.duty,
        greatest(duty.starts_at, period.starts_at) as starts_at,
        least(duty.ends_at, period.ends_at, $as_of) as ends_at,
        duty.minutes_per_week
    from core._duty as duty
    inner join marts.period as period
        on
            duty.starts_at < least(period.ends_at, $as_of)
            and duty.ends_at > period.starts_at
)

-- A rota shift allocates its own length; 604800 seconds are a week.
select
    person_id,
    period_id,
    duty,
    sum(
        cast(
            case
                when minutes_per_week is null then (epoch(ends_at) - epoch(starts_at)) / 60e0
                else minutes_per_week * (epoch(ends_at) - epoch(starts_at)) / 604800e0
            end as decimal(18, 6)
        )
    ) as allocated_minutes
from duty_stretch
group by
    person_id,
    period_id,
    duty
