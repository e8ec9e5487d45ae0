-- doc: One row is one account in one tool and the person it belongs to; machines have none.
-- grain: account_id
-- references: person_id -> marts.person.person_id
select
    account.account_id,
    account.source,
    account.display_name,
    account.account_type,
    account.is_bot_suspect,
    link.person_id,
    link.rule as link_rule,
    link.is_certain as is_link_certain
from core.account as account
left join core._person_account as link on account.account_id = link.account_id
