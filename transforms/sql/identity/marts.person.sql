-- doc: One row is one person who is profiled.
-- grain: person_id
with current_employment as (
    select
        person_id,
        team,
        role_family,
        level
    from core._employment
    where valid_from <= cast($as_of as date)
    qualify
        row_number() over (
            partition by person_id
            -- Of several jobs at once, the longer one.
            order by
                least(coalesce(valid_to, date '9999-12-31'), cast($as_of as date)) desc,
                fte desc,
                valid_from desc,
                job asc
        ) = 1
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
