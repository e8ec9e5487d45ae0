-- doc: One row is one account that Google's directory describes.
-- grain: account_id
-- kind: view
with first_event as (
    select
        account_id,
        min(occurred_at) as seen_at
    from core._event_google
    group by account_id
)

select
    'google' as source,
    'google:' || directory_user.user_id as account_id,
    cast(null as varchar) as login,
    directory_user.display_name,
    lower(directory_user.email) as email,
    '' as type_word,
    first_event.seen_at as first_seen_at
from history.google__user as directory_user
left join first_event on 'google:' || directory_user.user_id = first_event.account_id
