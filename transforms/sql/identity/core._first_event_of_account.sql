-- doc: One row is one account that a tool describes without a date, and its first event.
-- grain: account_id
-- kind: view
with tool_event as (
    select
        account_id,
        occurred_at
    from core._event_confluence
    union all
    select
        account_id,
        occurred_at
    from core._event_google
    union all
    select
        account_id,
        occurred_at
    from core._event_jira
    union all
    select
        account_id,
        occurred_at
    from core._event_pagerduty
)

select
    account_id,
    min(occurred_at) as occurred_at
from tool_event
where account_id is not null
group by account_id
