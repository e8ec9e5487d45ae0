-- doc: One row is one reason to hold two nodes, accounts or a roster entry, for one person.
-- grain: node, other_node, rule
with mailmap as (
    select distinct
        'git:' || lower(credit.email) as node,
        'git:' || lower(credit.mapped_email) as other_node,
        'mailmap' as rule
    from staging.git__person_credit as credit
    where lower(credit.email) <> lower(credit.mapped_email)
),

noreply as (
    select
        account_id as node,
        'github:' || regexp_extract(email, '^([0-9]+)[+][^@]+@users[.]noreply[.]', 1) as other_node,
        'github_noreply_id' as rule
    from core.account
    where regexp_matches(email, '^[0-9]+[+][^@]+@users[.]noreply[.]')
),

roster_email as (
    select distinct
        'git:' || lower(address.email) as node,
        'roster:' || address.roster_id as other_node,
        'same_email' as rule
    from (
        select
            roster_id,
            email
        from staging.roster__employment
        where deleted_at is null
        union all
        select
            roster_id,
            unnest(other_emails) as email
        from staging.roster__employment
        where deleted_at is null
    ) as address
),

roster_account as (
    select distinct
        account.account_id as node,
        'roster:' || claim.roster_id as other_node,
        'roster_account' as rule
    from staging.roster__account_claim as claim
    inner join core.account as account
        on
            claim.tool = account.source
            and (
                lower(claim.handle) = lower(account.login)
                or claim.tool || ':' || lower(claim.handle) = account.account_id
            )
    where claim.deleted_at is null
),

edge as (
    select * from mailmap
    union all
    select * from noreply
    union all
    select * from roster_email
    union all
    select * from roster_account
)

select
    edge.node,
    edge.other_node,
    edge.rule
from edge
inner join core.account as account on edge.node = account.account_id
left join core.account as other_account on edge.other_node = other_account.account_id
where
    account.account_type = 'human'
    and (
        other_account.account_type = 'human'
        or (other_account.account_id is null and edge.other_node like 'roster:%')
    )
