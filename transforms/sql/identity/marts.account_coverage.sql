-- doc: One row is how many accounts of one source are tied to people and how many are not.
-- grain: source
with roster as (
    select count(*) > 0 as is_known
    from core.person
    where is_in_roster
),

source_suggestion as (
    select
        account.source,
        count(*) filter (where not suggestion.is_weak) as suggestion_count
    from core.identity_suggestion as suggestion
    inner join core.account as account on suggestion.account_id = account.account_id
    group by account.source
),

-- Only a commit must name a person; services act, and meetings are held, by nobody.
source_act as (
    select
        source,
        count(*) as untied_act_count
    from core.event
    where account_id is null and source = 'git'
    group by source
)

select
    account.source,
    count(*) as account_count,
    count(*) filter (where account.account_type = 'human') as human_count,
    count(*) filter (
        where link.is_certain and (link.person_key like 'roster:%' or not roster.is_known)
    ) as linked_count,
    count(*) filter (
        where
        account.account_type = 'human'
        and not (
            coalesce(link.is_certain, false)
            and (link.person_key like 'roster:%' or not roster.is_known)
        )
    ) as unlinked_count,
    count(*) filter (where account.account_type = 'bot') as machine_count,
    count(*) filter (where account.account_type = 'unknown') as unknown_count,
    count(*) filter (where account.is_bot_suspect) as suspect_count,
    coalesce(max(source_suggestion.suggestion_count), 0) as suggestion_count,
    coalesce(max(source_act.untied_act_count), 0) as untied_act_count
from core.account as account
cross join roster
left join core._person_account as link on account.account_id = link.account_id
left join source_suggestion on account.source = source_suggestion.source
left join source_act on account.source = source_act.source
group by account.source
