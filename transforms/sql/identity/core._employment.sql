-- doc: One row is one period of one person's employment according to the roster.
-- grain: person_id, valid_from
-- kind: view
select
    roster_person.person_id,
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
inner join core._roster_id as roster_person on employment.roster_id = roster_person.roster_id
