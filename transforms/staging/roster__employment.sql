-- doc: One row is one person in one period of unchanged team, role and level.
-- grain: roster_id, valid_from
select
    roster_id,
    name,
    email,
    other_emails,
    team,
    role_family,
    level,
    fte,
    manager_email,
    start_date,
    end_date,
    valid_from,
    valid_to,
    observed_at,
    _deleted_at as deleted_at
from raw.roster__employment
