-- doc: One row is one person in one team, from and until which day.
-- grain: person_id, team, valid_from
select
    person_id,
    team,
    valid_from,
    max(
        least(coalesce(valid_to, date '9999-12-31'), coalesce(end_date, date '9999-12-31'))
    ) as valid_to
from core._employment
where team is not null
group by
    person_id,
    team,
    valid_from
