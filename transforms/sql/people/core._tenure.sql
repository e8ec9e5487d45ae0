-- doc: One row is one person in one repository and since when: by the first event or the roster.
-- grain: container, person_id
with employment as (
    select
        person_id,
        min(start_date) as start_date
    from core._employment
    where start_date is not null
    group by person_id
),

first_event as (
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
    first_event.container,
    first_event.person_id,
    -- A history that begins midway makes veterans look new, and the roster corrects that.
    least(
        first_event.first_at,
        coalesce(cast(employment.start_date as timestamptz), first_event.first_at)
    ) as first_at
from first_event
left join employment on first_event.person_id = employment.person_id
