-- doc: One row is one account in one tool, by its immutable id. Machines are never credited.
-- grain: account_id
with tool_account as (
    select * from core._every_account
),

listed_machine as (
    select distinct tool_account.account_id
    from tool_account
    inner join staging.roster__machine as roster_machine
        on
            tool_account.source = roster_machine.tool
            and (
                lower(tool_account.login) = lower(roster_machine.handle)
                or tool_account.account_id = roster_machine.tool || ':' || roster_machine.handle
            )
),

-- Guides show how to name a contributor, and some people copy the example.
example_account as (
    select account_name.account_id
    from core._name_of_account as account_name
    inner join core._plain_name as plain_name on account_name.name = plain_name.name
    left join rules.accounts__example_names as example_name
        on plain_name.plain_name = example_name.name
    group by account_name.account_id
    having count(*) = count(example_name.name)
),

decided_account as (
    select
        account_id,
        max_by(action, (decided_at, action)) as action
    from staging.roster__identity_decision
    where action in ('human', 'machine')
    group by account_id
),

agent_account as (
    select distinct account_id
    from tool_account
    where
        regexp_matches(lower(coalesce(email, '')), $accounts__agents)
        or regexp_matches(lower(coalesce(login, '')), $accounts__agents)
)

select
    tool_account.source,
    tool_account.account_id,
    tool_account.login,
    tool_account.display_name,
    tool_account.email,
    case
        when shared_login.login is not null then 'unknown'
        when decided_account.action = 'human' then 'human'
        when
            decided_account.action = 'machine'
            or machine_type.type_word is not null
            or listed_machine.account_id is not null
            or agent_account.account_id is not null
            or regexp_matches(coalesce(tool_account.login, ''), '\[bot\]$')
            or regexp_matches(coalesce(tool_account.display_name, ''), '\[bot\]$')
            or machine_likeness.is_machine
            then 'bot'
        when
            nobodys_address.email is not null
            or example_account.account_id is not null
            or machine_likeness.account_id is not null
            or nobodys_type.type_word is not null
            then 'unknown'
        else 'human'
    end as account_type,
    account_type <> 'bot'
    and decided_account.action is null
    and coalesce(not machine_likeness.is_machine, false) as is_bot_suspect,
    agent_account.account_id is not null as is_agent,
    coalesce(tool_account.first_seen_at, first_event.occurred_at) as first_seen_at
from tool_account
left join core._first_event_of_account as first_event
    on tool_account.account_id = first_event.account_id
left join rules.accounts__shared_logins as shared_login
    on
        tool_account.source = shared_login.tool
        and lower(tool_account.login) = shared_login.login
left join rules.accounts__machine_types as machine_type
    on tool_account.type_word = machine_type.type_word
left join rules.accounts__nobodys_types as nobodys_type
    on tool_account.type_word = nobodys_type.type_word
left join core._machine_likeness as machine_likeness
    on tool_account.account_id = machine_likeness.account_id
left join decided_account on tool_account.account_id = decided_account.account_id
left join listed_machine on tool_account.account_id = listed_machine.account_id
left join agent_account on tool_account.account_id = agent_account.account_id
left join example_account on tool_account.account_id = example_account.account_id
left join core._nobodys_address as nobodys_address on tool_account.email = nobodys_address.email
