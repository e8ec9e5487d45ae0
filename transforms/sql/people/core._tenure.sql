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
),

container_begin as (
    select
        container,
        min(first_at) as begun_at
    from first_event
    group by container
),

newcomer_limit as (
    select value * 86400 as seconds
    from rules.limits__thresholds
    where name = 'newcomer_days'
)

select
    first_event.container,
    first_event.person_id,
    -- A history that begins midway makes veterans look new, and the roster corrects that.
    least(
        first_event.first_at,
        coalesce(cast(employment.start_date as timestamptz), first_event.first_at)
    ) as first_at,
    -- Whom a history shows from its beginning on may have been there long before.
    employment.start_date is not null
    or epoch(first_event.first_at) - epoch(container_begin.begun_at)
    > newcomer_limit.seconds as is_beginning_known
from first_event
inner join container_begin on first_event.container = container_begin.container
cross join newcomer_limit
left join employment on first_event.person_id = employment.person_id
