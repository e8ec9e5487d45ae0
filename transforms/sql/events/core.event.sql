-- doc: One row is one thing one account did to one object at one time, as the tool recorded it.
-- grain: event_id
with tool_event as (
    select * from core._every_event
),

-- Comparing days for every event would take seconds, and few accounts change hands.
undated_link as (
    select
        account_id,
        person_id
    from core.identity_link
    where not is_dated
),

dated_link as (
    select
        account_id,
        person_id,
        valid_from,
        valid_to
    from core.identity_link
    where is_dated
)

select
    tool_event.event_id,
    tool_event.source,
    tool_event.kind,
    tool_event.occurred_at,
    tool_event.account_id,
    -- What a machine writes through a person's account credits nobody.
    case
        when
            machine_event.event_id is null
            then coalesce(undated_link.person_id, dated_link.person_id)
    end as person_id,
    tool_event.object_type,
    tool_event.object_id,
    tool_event.container,
    tool_event.detail,
    tool_event.url,
    tool_event.occurred_at > $as_of as is_future
from tool_event
left join core._machine_event as machine_event on tool_event.event_id = machine_event.event_id
left join undated_link on tool_event.account_id = undated_link.account_id
left join dated_link
    on
        tool_event.account_id = dated_link.account_id
        and cast(tool_event.occurred_at as date) >= dated_link.valid_from
        and cast(tool_event.occurred_at as date) <= coalesce(dated_link.valid_to, date '9999-12-31')
