-- doc: One row is one ratio of diary to traces among volunteers drawn again, with repeats (EFF-3).
-- grain: role_family, kind, draw
with volunteer as (
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

numbered_draw as (
    select unnest(generate_series(1, value)) as draw
    from rules.effort__limits
    where name = 'bootstrap_draws'
),

-- Draws are deterministic, so that every build draws the same: a linear congruential
-- step modulo a prime, then two squarings.
seeded as (
    select
        volunteer.role_family,
        numbered_draw.draw,
        volunteer.place,
        volunteer.persons,
        (numbered_draw.draw * 1009 + volunteer.place * 31 + 17) % 2147483647 as seed
    from volunteer
    cross join numbered_draw
),

stepped as (
    select
        *,
        (seed * 48271 + draw) % 2147483647 as step
    from seeded
),

squared as (
    select
        *,
        (step * step + seed) % 2147483647 as square
    from stepped
),

drawn as (
    select
        role_family,
        draw,
        1 + (square * square + place) % 2147483647 % persons as place,
        count(*) as times
    from squared
    group by
        role_family,
        draw,
        1 + (square * square + place) % 2147483647 % persons
),

spent as (
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
    drawn.role_family,
    spent.kind,
    drawn.draw,
    cast(sum(drawn.times * spent.diary_minutes) as double)
    / nullif(sum(drawn.times * spent.trace_minutes), 0) as kappa
from drawn
inner join volunteer
    on drawn.role_family = volunteer.role_family and drawn.place = volunteer.place
inner join spent
    on volunteer.role_family = spent.role_family and volunteer.person_id = spent.person_id
group by
    drawn.role_family,
    spent.kind,
    drawn.draw
having sum(drawn.times * spent.trace_minutes) > 0
