-- doc: One row is one user of GitHub.
-- grain: account_id
-- kind: view
with github_sighting as (
    select
        author_id as user_id,
        author_login as login,
        author_type as type_word,
        created_at as seen_at
    from history.github__issue
    union all
    select
        author_id as user_id,
        author_login as login,
        author_type as type_word,
        created_at as seen_at
    from history.github__issue_comment
    union all
    select
        author_id as user_id,
        author_login as login,
        author_type as type_word,
        created_at as seen_at
    from history.github__review_comment
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
    from history.github__review
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
    from history.github__release
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
)

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
