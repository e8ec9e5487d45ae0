select
    line_id(person_id, period_id, kind) as line_id,
    kind,
    activity_count,
    is_calibrated
from marts.contribution_profile
where person_id = $1 and period_id = $2
order by kind
