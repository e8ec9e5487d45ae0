-- doc: One row is one thing one account did to one object at one time, as the tool recorded it.
-- grain: event_id
with every_event as (
    select * from core._every_event
),

-- To compare days for every event would cost seconds, and few accounts change hands.
always as (
    select
        account_id,
        person_id
    from core.identity_link
    where valid_from = date '1900-01-01' and valid_to is null
),

dated as (
    select
        account_id,
        person_id,
        valid_from,
        valid_to
    from core.identity_link
    where valid_from > date '1900-01-01' or valid_to is not null
)

select
    every_event.event_id,
    every_event.source,
    every_event.kind,
    every_event.occurred_at,
    every_event.account_id,
    -- What a machine writes through somebody's account is nobody's doing.
    case
        when template.event_id is null then coalesce(always.person_id, dated.person_id)
    end as person_id,
    every_event.object_type,
    every_event.object_id,
    every_event.container,
    every_event.detail,
    every_event.url,
    every_event.occurred_at > $as_of as is_future
from every_event
left join core._template_event as template on every_event.event_id = template.event_id
left join always on every_event.account_id = always.account_id
left join dated
    on
        every_event.account_id = dated.account_id
        and cast(every_event.occurred_at as date) >= dated.valid_from
        and cast(every_event.occurred_at as date) <= coalesce(dated.valid_to, date '9999-12-31')
