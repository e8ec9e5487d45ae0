-- doc: One row is one account, the person it belongs to from day to day, and the rule that ties it.
-- grain: account_id, valid_from
-- references: account_id -> core.account.account_id, person_key -> core._person_key.person_key
with tied_node as (
    select
        node,
        component
    from core._identity_component
    where not is_sure
),

component_entry as (
    select
        component,
        count(*) filter (where node like 'roster:%') as roster_entries,
        min(node) filter (where node like 'roster:%') as roster_node
    from tied_node
    group by component
),

direct_tie as (
    select
        node as account_id,
        min(other_node) as roster_node,
        count(distinct other_node) as roster_entries
    from core._identity_edge
    where other_node like 'roster:%'
    group by node
),

oldest_account as (
    select
        component.component,
        min_by(account.account_id, (account.first_seen_at, account.account_id)) as account_id
    from tied_node as component
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
    where rule <> 'same_name'
    group by node
),

name_edge as (
    select
        node as account_id,
        min(other_node) as tied_to
    from (
        select
            node,
            other_node
        from core._identity_edge
        where rule = 'same_name'
        union all
        select
            other_node as node,
            node as other_node
        from core._identity_edge
        where rule = 'same_name'
    ) as edge
    group by node
),

surely_tied as (
    select
        person_key.person_key as node,
        coalesce(sure_component.component, person_key.person_key) as component
    from core._person_key as person_key
    left join core._identity_component as sure_component
        on person_key.person_key = sure_component.node and sure_component.is_sure
),

keyed_account as (
    select
        account.account_id,
        case
            when direct_tie.roster_entries = 1 then direct_tie.roster_node
            when component_entry.roster_entries = 1 then component_entry.roster_node
            when component_entry.roster_entries > 1 then account.account_id
            else coalesce(oldest_account.account_id, account.account_id)
        end as person_key,
        coalesce(first_edge.rule, 'own_account') as rule,
        coalesce(first_edge.tied_to, account.account_id) as tied_to,
        coalesce(component_entry.roster_entries, 0) > 1
        and coalesce(direct_tie.roster_entries, 0) <> 1 as is_ambiguous
    from core.account as account
    left join tied_node as component on account.account_id = component.node
    left join component_entry on component.component = component_entry.component
    left join direct_tie on account.account_id = direct_tie.account_id
    left join oldest_account on component.component = oldest_account.component
    left join first_edge on account.account_id = first_edge.account_id
    where account.account_type = 'human'
),

-- Whom only a name joins to the account that a person is known by is not surely that person.
account_owner as (
    select
        keyed_account.account_id,
        keyed_account.person_key,
        case
            when
                own_component.component <> key_component.component
                and name_edge.account_id is not null
                then 'same_name'
            else keyed_account.rule
        end as rule,
        case
            when own_component.component <> key_component.component
                then coalesce(name_edge.tied_to, keyed_account.tied_to)
            else keyed_account.tied_to
        end as tied_to,
        keyed_account.is_ambiguous,
        own_component.component = key_component.component as is_sure
    from keyed_account
    inner join surely_tied as own_component on keyed_account.account_id = own_component.node
    inner join surely_tied as key_component on keyed_account.person_key = key_component.node
    left join name_edge on keyed_account.account_id = name_edge.account_id
),

accepted_span as (
    select
        decision.account_id,
        coalesce(other.person_key, decision.person_key) as person_key,
        decision.person_key as tied_to,
        decision.valid_from,
        coalesce(decision.valid_to, date '9999-12-31') as last_day
    from core._identity_decision as decision
    left join account_owner as other on decision.person_key = other.account_id
    where
        decision.action = 'accept'
        and decision.is_dated
        and decision.valid_from <= coalesce(decision.valid_to, date '9999-12-31')
        and (other.account_id is not null or decision.person_key like 'roster:%')
),

ordered_span as (
    select
        *,
        max(last_day) over (
            partition by
                account_id,
                person_key
            order by valid_from, tied_to
            rows between unbounded preceding and 1 preceding
        ) as last_day_before
    from accepted_span
),

numbered_span as (
    select
        *,
        count(*) filter (where last_day_before is null or last_day_before < valid_from) over (
            partition by
                account_id,
                person_key
            order by valid_from, tied_to
            rows between unbounded preceding and current row
        ) as number
    from ordered_span
),

-- Decisions that overlap and name one person say the same: they are one.
merged_span as (
    select
        account_id,
        person_key,
        min(tied_to) as tied_to,
        min(valid_from) as valid_from,
        max(last_day) as last_day
    from numbered_span
    group by
        account_id,
        person_key,
        number
),

dated_decision as (
    select
        *,
        case when last_day < date '9999-12-31' then last_day end as valid_to,
        lead(valid_from) over (
            partition by account_id
            order by valid_from, person_key
        ) as next_from,
        lag(last_day) over (
            partition by account_id
            order by valid_from, person_key
        ) as previous_day
    from merged_span
),

-- If two dated decisions of an account overlap and name two people, none of them counts.
disputed_account as (
    select distinct account_id
    from dated_decision
    where next_from <= last_day
),

valid_decision as (
    select dated_decision.*
    from dated_decision
    where
        dated_decision.account_id not in (select disputed_account.account_id from disputed_account)
),

-- Before, between and after dated decisions an account belongs to whom it would without them.
open_period as (
    select
        account_id,
        coalesce(previous_day + 1, date '1900-01-01') as valid_from,
        valid_from - 1 as valid_to
    from valid_decision
    union all
    select
        account_id,
        last_day + 1 as valid_from,
        cast(null as date) as valid_to
    from valid_decision
    where next_from is null and valid_to is not null
),

link as (
    select
        account_owner.account_id,
        account_owner.person_key,
        account_owner.rule,
        account_owner.tied_to,
        account_owner.is_sure
        and not account_owner.is_ambiguous
        and account_owner.account_id not in (
            select disputed_account.account_id from disputed_account
        ) as is_certain,
        date '1900-01-01' as valid_from,
        cast(null as date) as valid_to
    from account_owner
    where account_owner.account_id not in (select account_id from valid_decision)
    union all
    select
        account_owner.account_id,
        account_owner.person_key,
        account_owner.rule,
        account_owner.tied_to,
        account_owner.is_sure and not account_owner.is_ambiguous as is_certain,
        open_period.valid_from,
        open_period.valid_to
    from open_period
    inner join account_owner on open_period.account_id = account_owner.account_id
    inner join core.account as account on open_period.account_id = account.account_id
    where
        open_period.valid_to is null
        or (
            open_period.valid_from <= open_period.valid_to
            and open_period.valid_to >= cast(account.first_seen_at as date)
        )
    union all
    select
        valid_decision.account_id,
        valid_decision.person_key,
        'accepted' as rule,
        valid_decision.tied_to,
        true as is_certain,
        valid_decision.valid_from,
        valid_decision.valid_to
    from valid_decision
    inner join account_owner on valid_decision.account_id = account_owner.account_id
)

select
    link.account_id,
    person_key.person_id,
    link.person_key,
    link.rule,
    link.tied_to,
    link.is_certain,
    link.valid_from,
    link.valid_to,
    link.valid_from > date '1900-01-01' or link.valid_to is not null as is_dated
from link
left join core._person_key as person_key on link.person_key = person_key.person_key
