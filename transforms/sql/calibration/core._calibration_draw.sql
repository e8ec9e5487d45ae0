-- doc: One row is the ratio of diary to traces in one bootstrap draw of the volunteers (EFF-3).
-- grain: role_family, kind, draw
-- Draws are deterministic, so that every build draws the same: a step of the generator of Park and
-- Miller, multiplier 48271 modulo the prime 2^31 - 1, then two squarings.
with generator as (
    select
        48271 as multiplier,
        2147483647 as modulus
),

volunteer as (
    select
        role_family,
        person_id,
        row_number() over (partition by role_family order by person_id) as place,
        count(*) over (partition by role_family) as persons
    from core._calibration_week
    group by
        role_family,
        person_id
),

draw_number as (
    select unnest(generate_series(1, value)) as draw
    from rules.effort__limits
    where name = 'bootstrap_draws'
),

volunteer_seed as (
    select
        volunteer.role_family,
        draw_number.draw,
        volunteer.place,
        volunteer.persons,
        generator.multiplier,
        generator.modulus,
        (draw_number.draw * 1009 + volunteer.place * 31 + 17) % generator.modulus as seed
    from volunteer
    cross join draw_number
    cross join generator
),

volunteer_step as (
    select
        *,
        (seed * multiplier + draw) % modulus as step
    from volunteer_seed
),

volunteer_square as (
    select
        *,
        (step * step + seed) % modulus as square
    from volunteer_step
),

drawn_volunteer as (
    select
        role_family,
        draw,
        1 + (square * square + place) % modulus % persons as place,
        count(*) as times
    from volunteer_square
    group by
        role_family,
        draw,
        1 + (square * square + place) % modulus % persons
),

volunteer_total as (
    select
        role_family,
        person_id,
        kind,
        sum(diary_minutes) as diary_minutes,
        sum(trace_minutes) as trace_minutes
    from core._calibration_week
    group by
        role_family,
        person_id,
        kind
)

select
    drawn_volunteer.role_family,
    volunteer_total.kind,
    drawn_volunteer.draw,
    cast(sum(drawn_volunteer.times * volunteer_total.diary_minutes) as double)
    / nullif(sum(drawn_volunteer.times * volunteer_total.trace_minutes), 0) as kappa
from drawn_volunteer
inner join volunteer
    on
        drawn_volunteer.role_family = volunteer.role_family
        and drawn_volunteer.place = volunteer.place
inner join volunteer_total
    on
        volunteer.role_family = volunteer_total.role_family
        and volunteer.person_id = volunteer_total.person_id
group by
    drawn_volunteer.role_family,
    volunteer_total.kind,
    drawn_volunteer.draw
having sum(drawn_volunteer.times * volunteer_total.trace_minutes) > 0
