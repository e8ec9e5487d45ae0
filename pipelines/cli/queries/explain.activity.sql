-- The whole row is shown.
select
    activity.*,  -- noqa: AM04
    kind.label,
    kind.unit,
    kind.pace
from core.activity as activity
inner join rules.kinds__kinds as kind on activity.kind = kind.kind
where activity.activity_id = $1
