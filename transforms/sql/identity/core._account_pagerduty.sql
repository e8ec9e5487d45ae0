-- doc: One row is one user of PagerDuty; its machines are no users.
-- grain: account_id
-- kind: view
with first_event as (
    select
        account_id,
        min(occurred_at) as seen_at
    from core._event_pagerduty
    group by account_id
)

select
    'pagerduty' as source,
    'pagerduty:' || person.user_id as account_id,
    cast(null as varchar) as login,
    person.display_name,
    lower(person.email) as email,
    '' as type_word,
    first_event.seen_at as first_seen_at
from history.pagerduty__user as person
left join first_event on 'pagerduty:' || person.user_id = first_event.account_id
