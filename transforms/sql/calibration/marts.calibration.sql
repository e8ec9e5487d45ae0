-- doc: One row is the calibration factor of one kind and role family, and its held-out error.
-- grain: role_family, kind
with smallest as (
    select value as persons
    from rules.effort__limits
    where name = 'held_out_persons'
)

select
    calibration.role_family,
    calibration.kind,
    calibration.kappa,
    calibration.kappa_low,
    calibration.kappa_high,
    calibration.persons as person_count,
    calibration.person_weeks,
    round(held_out.coverage, 2) as held_out_coverage,
    round(held_out.mape, 2) as held_out_mape
from core.calibration as calibration
cross join smallest
left join core._calibration_check as held_out
    on
        calibration.role_family = held_out.role_family
        and calibration.kind = held_out.kind
        and smallest.persons <= held_out.persons
