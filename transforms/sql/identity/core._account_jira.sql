-- doc: One row is one account that Jira describes.
-- grain: account_id
-- kind: view
with first_event as (
    select
        account_id,
        min(occurred_at) as seen_at
    from core._event_jira
    group by account_id
)

select
    'jira' as source,
    'jira:' || person.account_id as account_id,
    cast(null as varchar) as login,
    person.display_name,
    lower(person.email) as email,
    coalesce(person.account_type, '') as type_word,
    first_event.seen_at as first_seen_at
from staging.jira__user as person
left join first_event on 'jira:' || person.account_id = first_event.account_id
