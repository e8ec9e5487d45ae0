-- doc: One row is one account, whose it is from one day to another, and the rule that ties it.
-- grain: account_id, valid_from
-- references: account_id -> core.account.account_id
with component_roster as (
    select
        component,
        count(*) filter (where node like 'roster:%') as roster_entries,
        min(node) filter (where node like 'roster:%') as roster_node
    from core._identity_component
    group by component
),

direct as (
    select
        node as account_id,
        min(other_node) as roster_node,
        count(distinct other_node) as roster_entries
    from core._identity_edge
    where other_node like 'roster:%'
    group by node
),

oldest as (
    select
        component.component,
        min_by(account.account_id, (account.first_seen_at, account.account_id)) as account_id
    from core._identity_component as component
    inner join core.account as account on component.node = account.account_id
    group by component.component
),

first_edge as (
    select
        node as account_id,
        min_by(rule, (rule, other_node)) as rule,
        min_by(other_node, (rule, other_node)) as tied_to
    from (
        select
            node,
            other_node,
            rule
        from core._identity_edge
        union all
        select
            other_node as node,
            node as other_node,
            rule
        from core._identity_edge
    ) as edge
    group by node
),

resolved as (
    select
        account.account_id,
        case
            when direct.roster_entries = 1 then direct.roster_node
            when component_roster.roster_entries = 1 then component_roster.roster_node
            when component_roster.roster_entries > 1 then account.account_id
            else coalesce(oldest.account_id, account.account_id)
        end as person_key,
        coalesce(first_edge.rule, 'own_account') as rule,
        coalesce(first_edge.tied_to, account.account_id) as tied_to,
        coalesce(component_roster.roster_entries, 0) > 1
        and coalesce(direct.roster_entries, 0) <> 1 as is_ambiguous
    from core.account as account
    left join core._identity_component as component on account.account_id = component.node
    left join component_roster on component.component = component_roster.component
    left join direct on account.account_id = direct.account_id
    left join oldest on component.component = oldest.component
    left join first_edge on account.account_id = first_edge.account_id
    where account.account_type = 'human'
),

dated as (
    select
        decision.account_id,
        coalesce(other.person_key, decision.person_key) as person_key,
        decision.person_key as tied_to,
        decision.valid_from,
        decision.valid_to,
        coalesce(decision.valid_to, date '9999-12-31') as last_day,
        lead(decision.valid_from) over (
            partition by decision.account_id
            order by decision.valid_from, decision.person_key
        ) as next_from,
        lag(coalesce(decision.valid_to, date '9999-12-31')) over (
            partition by decision.account_id
            order by decision.valid_from, decision.person_key
        ) as previous_day
    from core._identity_decision as decision
    left join resolved as other on decision.person_key = other.account_id
    where
        decision.action = 'accept'
        and decision.is_dated
        and decision.valid_from <= coalesce(decision.valid_to, date '9999-12-31')
        and (other.account_id is not null or decision.person_key like 'roster:%')
),

-- Days that two decisions claim for two people are nobody's: then none of them counts.
disputed as (
    select distinct account_id
    from dated
    where next_from <= last_day
),

holding as (
    select dated.*
    from dated
    where dated.account_id not in (select disputed.account_id from disputed)
),

-- Before, between and after dated decisions an account is whose it would be without them.
open_days as (
    select
        account_id,
        coalesce(previous_day + 1, date '1900-01-01') as valid_from,
        valid_from - 1 as valid_to
    from holding
    union all
    select
        account_id,
        last_day + 1 as valid_from,
        cast(null as date) as valid_to
    from holding
    where next_from is null and valid_to is not null
),

link as (
    select
        resolved.account_id,
        resolved.person_key,
        resolved.rule,
        resolved.tied_to,
        not resolved.is_ambiguous
        and resolved.account_id not in (select disputed.account_id from disputed) as is_certain,
        date '1900-01-01' as valid_from,
        cast(null as date) as valid_to
    from resolved
    where resolved.account_id not in (select account_id from holding)
    union all
    select
        resolved.account_id,
        resolved.person_key,
        resolved.rule,
        resolved.tied_to,
        not resolved.is_ambiguous as is_certain,
        open_days.valid_from,
        open_days.valid_to
    from open_days
    inner join resolved on open_days.account_id = resolved.account_id
    inner join core.account as account on open_days.account_id = account.account_id
    where
        open_days.valid_to is null
        or (
            open_days.valid_from <= open_days.valid_to
            and open_days.valid_to >= cast(account.first_seen_at as date)
        )
    union all
    select
        holding.account_id,
        holding.person_key,
        'accepted' as rule,
        holding.tied_to,
        true as is_certain,
        holding.valid_from,
        holding.valid_to
    from holding
    inner join resolved on holding.account_id = resolved.account_id
)

select
    account_id,
    substr(sha256(person_key), 1, 16) as person_id,
    person_key,
    rule,
    tied_to,
    is_certain,
    valid_from,
    valid_to
from link
