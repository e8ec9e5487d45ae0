-- doc: One row is one address that commits or tags name.
-- grain: account_id
-- kind: view
with git_credit as (
    select
        credit.name,
        lower(credit.email) as email,
        credit.mapped_name,
        lower(credit.mapped_email) as mapped_email,
        git_commit.authored_at as seen_at
    from staging.git__person_credit as credit
    inner join history.git__commit as git_commit
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
    from history.git__tag
    where tagger_email is not null
)

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
