select
    account.account_id,
    account.account_type,
    link.person_key
from core.account as account
left join core._person_account as link on account.account_id = link.account_id
where account.account_id in (select unnest($1))
