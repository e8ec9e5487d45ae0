-- doc: One row is one person in one repository and since when they have been there, or here at all.
-- grain: container, person_id
with employment as (
    select
        person_id,
        min(start_date) as start_date
    from core._employment
    where start_date is not null
    group by person_id
),

seen as (
    select
        container,
        person_id,
        min(occurred_at) as first_at
    from core._person_event
    group by
        container,
        person_id
)

select
    seen.container,
    seen.person_id,
    -- A history that begins mid-way makes old hands look new; the roster knows better.
    least(
        seen.first_at, coalesce(cast(employment.start_date as timestamptz), seen.first_at)
    ) as first_at
from seen
left join employment on seen.person_id = employment.person_id
