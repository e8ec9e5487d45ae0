-- doc: One row is one person named on one commit in one role, as git recorded it.
-- grain: repository, sha, position
-- kind: view
-- Only publishing reads it; a table of its millions of rows would take seconds.
with git_credit as (
    select
        repository,
        sha,
        position,
        role,
        coalesce(mapped_name, name) as name,
        lower(coalesce(mapped_email, email)) as email,
        case when email is null then name end as bare_name,
        in_trailer_block
    from staging.git__person_credit
),

-- Comparing days for every credit would take seconds, and few accounts change hands.
undated_link as (
    select
        account_id,
        person_id
    from core.identity_link
    where
        account_id like 'git:%'
        and not is_dated
),

dated_link as (
    select
        account_id,
        person_id,
        valid_from,
        valid_to
    from core.identity_link
    where
        account_id like 'git:%'
        and is_dated
)

select
    git_credit.repository,
    git_credit.sha,
    git_credit.position,
    git_commit.committed_at,
    git_credit.role,
    git_credit.name,
    git_credit.email,
    coalesce(undated_link.person_id, dated_link.person_id) as person_id,
    git_credit.in_trailer_block
from git_credit
inner join staging.git__commit as git_commit
    on git_credit.repository = git_commit.repository and git_credit.sha = git_commit.sha
left join core._named_credit as named_credit
    on
        git_credit.repository = named_credit.repository
        and git_credit.bare_name = named_credit.name
left join undated_link
    on
        coalesce('git:' || git_credit.email, named_credit.account_id)
        = undated_link.account_id
left join dated_link
    on
        coalesce('git:' || git_credit.email, named_credit.account_id)
        = dated_link.account_id
        and cast(git_commit.committed_at as date) >= dated_link.valid_from
        and cast(git_commit.committed_at as date)
        <= coalesce(dated_link.valid_to, date '9999-12-31')
where git_commit.is_reachable
