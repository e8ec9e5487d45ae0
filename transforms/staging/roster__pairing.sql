-- doc: One row is one newcomer and the person who was named to help or lead them.
-- grain: newcomer_email, buddy_email, role, start_date
select
    newcomer_email,
    buddy_email,
    role,
    start_date,
    end_date,
    observed_at,
    _deleted_at as deleted_at
from raw.roster__pairing
