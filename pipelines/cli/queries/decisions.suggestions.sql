select
    suggestion.account_id,
    coalesce(account.display_name, account.login) as account_name,
    suggestion.person_key,
    person.display_name as person_name,
    suggestion.score,
    suggestion.features,
    suggestion.is_contested
from core.identity_suggestion as suggestion
inner join core.account as account on suggestion.account_id = account.account_id
inner join core.person as person on suggestion.person_id = person.person_id
order by suggestion.score desc, suggestion.account_id asc, suggestion.person_key asc
