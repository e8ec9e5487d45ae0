-- The whole row is shown.
select
    line.*,  -- noqa: AM04
    kind.label,
    kind.unit,
    case when weeks_active > 1 then 5 * cast(round(line.minutes_low / 5e0) as bigint) end
        as told_low,
    case when weeks_active > 1 then 5 * cast(round(line.minutes_mid / 5e0) as bigint) end
        as told_mid,
    case when weeks_active > 1 then 5 * cast(round(line.minutes_high / 5e0) as bigint) end
        as told_high
from marts.contribution_profile as line
inner join rules.kinds__kinds as kind on line.kind = kind.kind
where substr(md5(concat_ws('|', line.person_id, line.period_id, line.kind)), 1, 16) = $1
