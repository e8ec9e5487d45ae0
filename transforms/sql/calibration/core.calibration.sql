-- doc: One row is how much more time one kind takes in one role family than its traces show.
-- grain: role_family, kind
with limits as (
    select
        max(value) filter (where name = 'diary_person_weeks') as person_weeks,
        max(value) filter (where name = 'diary_persons') as persons,
        max(value) filter (where name = 'bootstrap_percent') as percent
    from rules.effort__limits
),

volunteer as (
    select
        role_family,
        count(*) as person_weeks
    from (
        select distinct
            role_family,
            person_id,
            week
        from core._calibration_week
    ) as person_week
    group by role_family
),

compared as (
    select
        role_family,
        kind,
        sum(diary_minutes) as diary_minutes,
        sum(trace_minutes) as trace_minutes,
        count(distinct case when trace_minutes > 0 then person_id end) as persons
    from core._calibration_week
    group by
        role_family,
        kind
),

ranked as (
    select
        role_family,
        kind,
        kappa,
        row_number() over (partition by role_family, kind order by round(kappa, 6), draw) as place,
        count(*) over (partition by role_family, kind) as draws
    from core._calibration_draw
),

-- As many draws are left out on either side.
bounded as (
    select
        ranked.role_family,
        ranked.kind,
        min(ranked.kappa) as kappa_low,
        max(ranked.kappa) as kappa_high
    from ranked
    cross join limits
    where
        200 * ranked.place > (100 - limits.percent) * ranked.draws
        and 200 * ranked.place <= (100 + limits.percent) * ranked.draws
    group by
        ranked.role_family,
        ranked.kind
)

-- A kind that no diary names, or traces of few volunteers show, stays uncalibrated (EFF-4).
select
    compared.role_family,
    compared.kind,
    round(
        cast(compared.diary_minutes as double) / nullif(compared.trace_minutes, 0), 6
    ) as kappa,
    round(bounded.kappa_low, 6) as kappa_low,
    round(bounded.kappa_high, 6) as kappa_high,
    compared.persons,
    volunteer.person_weeks
from compared
cross join limits
inner join volunteer on compared.role_family = volunteer.role_family
inner join bounded
    on compared.role_family = bounded.role_family and compared.kind = bounded.kind
inner join rules.kinds__kinds as kind on compared.kind = kind.kind
where
    not kind.is_tag
    and compared.diary_minutes > 0
    and compared.trace_minutes > 0
    and volunteer.person_weeks >= limits.person_weeks
    and compared.persons >= limits.persons
