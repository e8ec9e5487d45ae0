-- doc: One row is one account of one person, the rule that ties it, and what it is tied to.
-- grain: account_id
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
)

select
    account_id,
    substr(sha256(person_key), 1, 16) as person_id,
    person_key,
    rule,
    tied_to,
    not is_ambiguous as is_certain
from resolved
