-- doc: One row is one person in one team, from and until which day.
-- grain: person_id, valid_from
with employment as (
    select
        person_id,
        valid_from,
        max_by(team, observed_at) as team,
        least(
            coalesce(max_by(valid_to, observed_at), date '9999-12-31'),
            coalesce(max_by(end_date, observed_at), date '9999-12-31')
        ) as valid_to
    from core._employment
    where team is not null
    group by
        person_id,
        valid_from
)

select
    person_id,
    team,
    valid_from,
    -- A later row ends this one, whether or not the roster says so.
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
