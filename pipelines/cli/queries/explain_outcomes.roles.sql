select
    role,
    weight
from rules.outcome__roles
where outcome_type = $1
order by weight desc, role asc
