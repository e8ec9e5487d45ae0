-- doc: One row is one reason why two nodes, accounts or a roster entry, are one person.
-- grain: node, other_node, rule
with mailmap_entry as (
    select
        'git:' || email as node,
        'git:' || mapped_email as other_node,
        'mailmap' as rule
    from core._mailmap_tie
),

tying_account as (
    select
        account.account_id,
        account.email
    from core.account as account
    left join core._untied_address as untied on account.email = untied.email
    where
        account.email is not null
        and account.account_type = 'human'
        and untied.email is null
),

noreply_address as (
    select
        account_id as node,
        'github:' || user_id as other_node,
        'github_noreply_id' as rule
    from core._github_noreply
    where user_id is not null
),

roster_email as (
    select distinct
        account.account_id as node,
        'roster:' || address.roster_id as other_node,
        'roster_email' as rule
    from (
        select
            roster_id,
            email
        from staging.roster__employment
        union all
        select
            roster_id,
            unnest(other_emails) as email
        from staging.roster__employment
    ) as address
    inner join core.account as account on lower(address.email) = account.email
),

unlinked_account as (
    select distinct account_id
    from core._identity_decision
    where action = 'unlink'
),

first_account as (
    select
        account.email,
        -- An unlinked account must not be the one that ties the others together.
        min_by(
            account.account_id,
            (unlinked_account.account_id is not null, account.account_id)
        ) as account_id
    from tying_account as account
    left join unlinked_account on account.account_id = unlinked_account.account_id
    group by account.email
),

same_email as (
    select
        account.account_id as node,
        first_account.account_id as other_node,
        'same_email' as rule
    from tying_account as account
    inner join first_account on account.email = first_account.email
    where account.account_id <> first_account.account_id
),

-- One Atlassian account is the same in every Cloud product; Data Center keys are each product's.
atlassian_account as (
    select
        'jira:' || jira_user.account_id as node,
        'confluence:' || wiki_user.account_id as other_node,
        'atlassian_account' as rule
    from staging.jira__user as jira_user
    inner join staging.confluence__user as wiki_user on jira_user.account_id = wiki_user.account_id
    where jira_user.account_type is not null and wiki_user.account_type is not null
),

-- The administrator gave the account its other addresses, and Google delivers mail to them.
directory_alias as (
    select
        'google:' || google_account.user_id as node,
        account.account_id as other_node,
        'directory_alias' as rule
    from core._google_account as google_account
    inner join tying_account as account on google_account.email = account.email
    where account.account_id <> 'google:' || google_account.user_id
    union
    select
        'google:' || google_account.user_id as node,
        'roster:' || employment.roster_id as other_node,
        'directory_alias' as rule
    from core._google_account as google_account
    inner join staging.roster__employment as employment
        on google_account.email = lower(employment.email)
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
    union
    select distinct
        noreply.account_id as node,
        'roster:' || claim.roster_id as other_node,
        'roster_account' as rule
    from staging.roster__account_claim as claim
    inner join core._github_noreply as noreply
        on lower(claim.handle) in (noreply.user_id, noreply.login)
    where claim.tool = 'github'
),

-- A dated decision holds for a time only, so it must not tie other accounts through this one.
accepted_decision as (
    select
        account_id as node,
        person_key as other_node,
        'accepted' as rule
    from core._identity_decision
    where action = 'accept' and not is_dated and account_id <> person_key
),

same_name as (
    select
        node,
        other_node,
        'same_name' as rule
    from core._same_name_tie
),

tie as (
    select * from accepted_decision
    union all
    select * from mailmap_entry
    union all
    select * from noreply_address
    union all
    select * from roster_email
    union all
    select * from roster_account
    union all
    select * from same_email
    union all
    select * from atlassian_account
    union all
    select * from directory_alias
    union all
    select * from same_name
)

select
    tie.node,
    tie.other_node,
    tie.rule
from tie
inner join core.account as account on tie.node = account.account_id
left join core.account as other_account on tie.other_node = other_account.account_id
where
    account.account_type = 'human'
    and (
        other_account.account_type = 'human'
        or (other_account.account_id is null and tie.other_node like 'roster:%')
    )
