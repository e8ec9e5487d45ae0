-- doc: One row is one person in one team, from and until which day.
-- grain: person_id, valid_from
with employment as (
    select
        person_id,
        valid_from,
        team,
        least(
            coalesce(valid_to, date '9999-12-31'), coalesce(end_date, date '9999-12-31')
        ) as valid_to
    from core._employment
    qualify
        row_number() over (
            partition by
                person_id,
                valid_from
            order by observed_at desc
        ) = 1
),

-- A later row ends this one, whether or not the roster says so, and also if it names no team.
ended_employment as (
    select
        person_id,
        team,
        valid_from,
        least(
            valid_to,
            coalesce(
                cast(
                    lead(valid_from) over (partition by person_id order by valid_from)
                    - interval '1 day' as date
                ),
                valid_to
            )
        ) as valid_to
    from employment
)

select
    person_id,
    team,
    valid_from,
    valid_to
from ended_employment
where team is not null
