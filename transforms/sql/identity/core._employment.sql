-- doc: One row is one period of one person's employment, as the roster says.
-- grain: person_id, valid_from
-- kind: view
select
    known.person_id,
    employment.name,
    employment.email,
    employment.other_emails,
    employment.team,
    employment.role_family,
    employment.level,
    employment.fte,
    employment.start_date,
    employment.end_date,
    employment.valid_from,
    employment.valid_to,
    employment.observed_at
from staging.roster__employment as employment
inner join core._roster_id as known on employment.roster_id = known.roster_id
