-- doc: One row is the held-out error of one calibration factor (EFF-6).
-- grain: role_family, kind
with volunteer_total as (
    select
        role_family,
        kind,
        person_id,
        sum(diary_minutes) as diary_minutes,
        sum(trace_low) as trace_low,
        sum(trace_minutes) as trace_mid,
        sum(trace_high) as trace_high
    from core._calibration_week
    group by
        role_family,
        kind,
        person_id
),

-- Each volunteer is held out in turn: the factor is that of the others.
held_out_factor as (
    select
        *,
        cast(sum(diary_minutes) over family_kind - diary_minutes as double)
        / nullif(sum(trace_mid) over family_kind - trace_mid, 0) as kappa
    from volunteer_total
    window family_kind as (
        partition by
            role_family,
            kind
    )
),

prediction as (
    select
        role_family,
        kind,
        cast(
            cast(abs(diary_minutes - kappa * trace_mid) as double)
            / nullif(diary_minutes, 0) as decimal(18, 9)
        ) as error,
        case
            when diary_minutes between kappa * trace_low and kappa * trace_high then 1 else 0
        end as is_covered
    from held_out_factor
    where kappa is not null and diary_minutes > 0
)

select
    role_family,
    kind,
    count(*) as persons,
    cast(sum(is_covered) as double) / nullif(count(*), 0) as coverage,
    cast(sum(error) as double) / nullif(count(*), 0) as mape
from prediction
group by
    role_family,
    kind
