-- The whole row is shown.
select
    line.*,  -- noqa: AM04
    kind.label,
    kind.unit,
    shown_minutes(line.minutes_low, line.weeks_active) as shown_low,
    shown_minutes(line.minutes_mid, line.weeks_active) as shown_mid,
    shown_minutes(line.minutes_high, line.weeks_active) as shown_high
from marts.contribution_profile as line
inner join rules.kinds__kinds as kind on line.kind = kind.kind
where line_id(line.person_id, line.period_id, line.kind) = $1
