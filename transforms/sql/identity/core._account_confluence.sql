-- doc: One row is one account that Confluence describes.
-- grain: account_id
-- kind: view
with first_event as (
    select
        account_id,
        min(occurred_at) as seen_at
    from core._event_confluence
    group by account_id
)

select
    'confluence' as source,
    'confluence:' || person.account_id as account_id,
    cast(null as varchar) as login,
    person.display_name,
    lower(person.email) as email,
    coalesce(person.account_type, '') as type_word,
    first_event.seen_at as first_seen_at
from staging.confluence__user as person
left join first_event on 'confluence:' || person.account_id = first_event.account_id
