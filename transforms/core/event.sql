-- doc: One row is one thing one account did to one object at one time, as the tool recorded it.
-- grain: event_id
with every_event as (
    select * from core._event_git
    union all
    select * from core._event_github
    union all
    select * from core._event_jira
    union all
    select * from core._event_confluence
    union all
    select * from core._event_pagerduty
)

select
    every_event.event_id,
    every_event.source,
    every_event.kind,
    every_event.occurred_at,
    every_event.account_id,
    link.person_id,
    every_event.object_type,
    every_event.object_id,
    every_event.container,
    every_event.detail,
    every_event.url,
    every_event.occurred_at > $as_of as is_future
from every_event
left join core.identity_link as link on every_event.account_id = link.account_id
