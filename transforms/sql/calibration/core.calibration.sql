-- doc: One row is the calibration factor of one kind in one role family, with its bounds.
-- grain: role_family, kind
with limits as (
    select
        max(value) filter (where name = 'diary_person_weeks') as person_weeks,
        max(value) filter (where name = 'diary_persons') as persons,
        max(value) filter (where name = 'bootstrap_percent') as percent
    from rules.effort__limits
),

family as (
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

kind_total as (
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

ranked_draw as (
    select
        role_family,
        kind,
        kappa,
        row_number() over (partition by role_family, kind order by round(kappa, 6), draw) as place,
        count(*) over (partition by role_family, kind) as draws
    from core._calibration_draw
),

-- The same number of draws is left out at either end.
factor_range as (
    select
        ranked_draw.role_family,
        ranked_draw.kind,
        min(ranked_draw.kappa) as kappa_low,
        max(ranked_draw.kappa) as kappa_high
    from ranked_draw
    cross join limits
    where
        200 * ranked_draw.place > (100 - limits.percent) * ranked_draw.draws
        and 200 * ranked_draw.place <= (100 + limits.percent) * ranked_draw.draws
    group by
        ranked_draw.role_family,
        ranked_draw.kind
)

-- A kind stays uncalibrated if no diary names it or traces of too few volunteers show it (EFF-4).
select
    kind_total.role_family,
    kind_total.kind,
    round(
        cast(kind_total.diary_minutes as double) / nullif(kind_total.trace_minutes, 0), 6
    ) as kappa,
    round(factor_range.kappa_low, 6) as kappa_low,
    round(factor_range.kappa_high, 6) as kappa_high,
    kind_total.persons,
    family.person_weeks
from kind_total
cross join limits
inner join family on kind_total.role_family = family.role_family
inner join factor_range
    on kind_total.role_family = factor_range.role_family and kind_total.kind = factor_range.kind
inner join rules.kinds__kinds as kind on kind_total.kind = kind.kind
where
    not kind.is_tag
    and kind_total.diary_minutes > 0
    and kind_total.trace_minutes > 0
    and family.person_weeks >= limits.person_weeks
    and kind_total.persons >= limits.persons
