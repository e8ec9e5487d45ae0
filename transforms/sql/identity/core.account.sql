-- doc: One row is one identity in one tool, by its immutable id. Bots earn nothing.
-- grain: account_id
with found as (
    select * from core._every_account
),

named as (
    select distinct found.account_id
    from found
    inner join staging.roster__machine as named_machine
        on
            found.source = named_machine.tool
            and (
                lower(found.login) = lower(named_machine.handle)
                or found.account_id = named_machine.tool || ':' || named_machine.handle
            )
),

agent as (
    select distinct found.account_id
    from found
    inner join rules.accounts__agents as signed
        on
            regexp_matches(lower(coalesce(found.email, '')), signed.pattern)
            or regexp_matches(lower(coalesce(found.login, '')), signed.pattern)
)

select
    found.source,
    found.account_id,
    found.login,
    found.display_name,
    found.email,
    case
        when shared.account_id is not null then 'unknown'
        when
            machine.type_word is not null
            or bot.name is not null
            or named.account_id is not null
            or agent.account_id is not null
            or regexp_matches(coalesce(found.login, ''), '\[bot\]$')
            or regexp_matches(coalesce(found.email, ''), '\[bot\]@')
            or regexp_matches(coalesce(found.display_name, ''), '\[bot\]$')
            then 'bot'
        when person_type.type_word is not null then 'human'
        else 'unknown'
    end as account_type,
    exists(
        select 1
        from rules.accounts__suspect_names as suspect
        where regexp_matches(lower(coalesce(found.display_name, '')), suspect.pattern)
    ) as is_bot_suspect,
    agent.account_id is not null as is_agent,
    found.first_seen_at
from found
left join rules.accounts__shared_accounts as shared on found.account_id = shared.account_id
left join rules.accounts__machine_types as machine on found.type_word = machine.type_word
left join rules.accounts__person_types as person_type on found.type_word = person_type.type_word
left join rules.accounts__bot_names as bot on lower(found.display_name) = bot.name
left join named on found.account_id = named.account_id
left join agent on found.account_id = agent.account_id
