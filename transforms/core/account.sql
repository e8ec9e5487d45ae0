-- doc: One row is one identity in one tool, by its immutable id. Bots earn nothing.
-- grain: account_id
with git_credit as (
    select
        credit.name,
        lower(credit.email) as email,
        credit.mapped_name,
        lower(credit.mapped_email) as mapped_email,
        git_commit.authored_at as seen_at
    from staging.git__person_credit as credit
    inner join staging.git__commit as git_commit
        on credit.repository = git_commit.repository and credit.sha = git_commit.sha
),

git_sighting as (
    select
        email,
        name,
        seen_at
    from git_credit
    where email is not null
    union all
    select
        mapped_email as email,
        mapped_name as name,
        seen_at
    from git_credit
    where mapped_email is not null
    union all
    select
        lower(tagger_email) as email,
        tagger_name as name,
        coalesce(tagged_at, observed_at) as seen_at
    from staging.git__tag
    where tagger_email is not null
),

github_sighting as (
    select
        author_id as user_id,
        author_login as login,
        author_type as type_word,
        created_at as seen_at
    from staging.github__issue
    union all
    select
        author_id as user_id,
        author_login as login,
        author_type as type_word,
        created_at as seen_at
    from staging.github__issue_comment
    union all
    select
        author_id as user_id,
        author_login as login,
        author_type as type_word,
        created_at as seen_at
    from staging.github__review_comment
    union all
    select
        author_id as user_id,
        author_login as login,
        author_type as type_word,
        created_at as seen_at
    from staging.github__pull
    union all
    select
        author_id as user_id,
        author_login as login,
        author_type as type_word,
        submitted_at as seen_at
    from staging.github__review
    union all
    select
        actor_id as user_id,
        actor_login as login,
        actor_type as type_word,
        created_at as seen_at
    from staging.github__issue_event
    union all
    select
        author_id as user_id,
        author_login as login,
        author_type as type_word,
        published_at as seen_at
    from staging.github__release
    union all
    select
        creator_id as user_id,
        creator_login as login,
        creator_type as type_word,
        created_at as seen_at
    from staging.github__deployment
    union all
    select
        creator_id as user_id,
        creator_login as login,
        creator_type as type_word,
        created_at as seen_at
    from staging.github__deployment_status
),

found as (
    select
        'git' as source,
        'git:' || email as account_id,
        cast(null as varchar) as login,
        max_by(name, (seen_at, name)) filter (where name is not null) as display_name,
        email,
        '' as type_word,
        min(seen_at) as first_seen_at
    from git_sighting
    group by email
    union all
    select
        'github' as source,
        'github:' || cast(user_id as varchar) as account_id,
        max_by(login, (seen_at, login)) as login,
        max_by(login, (seen_at, login)) as display_name,
        cast(null as varchar) as email,
        coalesce(max_by(type_word, (seen_at, type_word)) filter (where type_word is not null), '')
            as type_word,
        min(seen_at) as first_seen_at
    from github_sighting
    where user_id is not null
    group by user_id
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
            found.type_word = 'Bot'
            or bot.name is not null
            or regexp_matches(coalesce(found.login, ''), '\[bot\]$')
            or regexp_matches(coalesce(found.email, ''), '\[bot\]@')
            or regexp_matches(coalesce(found.display_name, ''), '\[bot\]$')
            then 'bot'
        when found.type_word in ('', 'User') then 'human'
        else 'unknown'
    end as account_type,
    exists(
        select 1
        from rules.accounts__suspect_names as suspect
        where regexp_matches(lower(coalesce(found.display_name, '')), suspect.pattern)
    ) as is_bot_suspect,
    found.first_seen_at
from found
left join rules.accounts__shared_accounts as shared on found.account_id = shared.account_id
left join rules.accounts__bot_names as bot on lower(found.display_name) = bot.name
