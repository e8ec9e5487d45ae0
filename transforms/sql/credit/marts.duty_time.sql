-- doc: One row is the time allocated to one person's duty in one period, and its seen minutes.
-- grain: person_id, period_id, duty
-- references: person_id -> marts.person.person_id, period_id -> marts.period.period_id
with duty_total as (
    select
        person_id,
        period_id,
        duty,
        sum(minutes_low) as minutes_low,
        sum(minutes_mid) as minutes_mid,
        sum(minutes_high) as minutes_high
    from marts.time_allocation
    where duty is not null
    group by
        person_id,
        period_id,
        duty
)

select
    duty_period.person_id,
    duty_period.period_id,
    duty_period.duty,
    cast(round(duty_period.allocated_minutes) as bigint) as allocated_minutes,
    cast(coalesce(duty_total.minutes_low, 0) as bigint) as minutes_low,
    cast(coalesce(duty_total.minutes_mid, 0) as bigint) as minutes_mid,
    cast(coalesce(duty_total.minutes_high, 0) as bigint) as minutes_high
from marts._duty_period as duty_period
-- The roster may give a duty to somebody who is not profiled.
inner join marts.person as person on duty_period.person_id = person.person_id
left join duty_total
    on
        duty_period.person_id = duty_total.person_id
        and duty_period.period_id = duty_total.period_id
        and duty_period.duty = duty_total.duty
