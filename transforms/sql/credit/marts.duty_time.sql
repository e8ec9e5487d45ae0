-- doc: One row is the time allocated to one duty of one person in one period, and its seen minutes.
-- grain: person_id, period_id, duty
-- references: person_id -> marts.person.person_id, period_id -> marts.period.period_id
with seen as (
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
    held.person_id,
    held.period_id,
    held.duty,
    cast(round(held.allocated_minutes) as bigint) as allocated_minutes,
    cast(coalesce(seen.minutes_low, 0) as bigint) as minutes_low,
    cast(coalesce(seen.minutes_mid, 0) as bigint) as minutes_mid,
    cast(coalesce(seen.minutes_high, 0) as bigint) as minutes_high
from marts._duty_period as held
-- The table of duties may name somebody who is not profiled.
inner join marts.person as person on held.person_id = person.person_id
left join seen
    on
        held.person_id = seen.person_id
        and held.period_id = seen.period_id
        and held.duty = seen.duty
