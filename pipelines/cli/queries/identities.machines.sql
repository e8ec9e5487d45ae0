select
    account.account_id,
    coalesce(account.display_name, account.login) as account_name,
    account.account_type,
    count(event.event_id) as event_count
from core.account as account
left join core.event as event on account.account_id = event.account_id
where
    (account.is_bot_suspect or ($1 and account.account_type = 'bot'))
    and account.source = coalesce($2, account.source)
group by
    account.account_id,
    account_name,
    account.account_type,
    account.is_bot_suspect
order by account.is_bot_suspect desc, event_count desc, account.account_id asc
