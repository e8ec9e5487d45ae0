select
    suggestion.account_id,
    coalesce(account.display_name, account.login) as account_name,
    suggestion.event_count,
    suggestion.person_key,
    person.display_name as person_name,
    suggestion.score,
    suggestion.features,
    suggestion.is_contested,
    suggestion.is_weak
from core.identity_suggestion as suggestion
inner join core.account as account on suggestion.account_id = account.account_id
inner join core.person as person on suggestion.person_id = person.person_id
where
    suggestion.score >= $1
    and account.source = coalesce($2, account.source)
    and coalesce(list_has_any($3, [suggestion.account_id, suggestion.person_key]), true)
order by
    suggestion.is_weak asc,
    sum(suggestion.event_count) over (
        partition by suggestion.person_key, suggestion.is_weak
    ) desc,
    suggestion.person_key asc,
    suggestion.event_count desc,
    suggestion.score desc,
    suggestion.account_id asc
