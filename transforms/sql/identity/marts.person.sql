-- doc: One row is one person who is profiled.
-- grain: person_id
with current_employment as (
    select
        person_id,
        max_by(team, (valid_from, observed_at)) as team,
        max_by(role_family, (valid_from, observed_at)) as role_family,
        max_by(level, (valid_from, observed_at)) as level
    from core._employment
    where valid_from <= cast($as_of as date)
    group by person_id
)

select
    person.person_id,
    person.display_name,
    person.is_in_roster,
    employment.team,
    employment.role_family,
    employment.level,
    person.first_seen_at
from core.person as person
left join current_employment as employment on person.person_id = employment.person_id
