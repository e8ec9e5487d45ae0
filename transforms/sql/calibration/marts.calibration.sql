-- doc: One row is the calibration factor of one kind and role family, and its held-out error.
-- grain: role_family, kind
with smallest_group as (
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
    round(calibration_check.coverage, 2) as held_out_coverage,
    round(calibration_check.mape, 2) as held_out_mape
from core.calibration as calibration
cross join smallest_group
left join core._calibration_check as calibration_check
    on
        calibration.role_family = calibration_check.role_family
        and calibration.kind = calibration_check.kind
        and smallest_group.persons <= calibration_check.persons
