-- doc: One row is one person named on one commit in one role, as git recorded it.
-- grain: repository, sha, position
-- kind: view
-- Only what is published reads it; keeping its millions of rows twice would cost seconds.
with credit as (
    select
        repository,
        sha,
        position,
        role,
        coalesce(mapped_name, name) as name,
        lower(coalesce(mapped_email, email)) as email,
        in_trailer_block
    from staging.git__person_credit
),

-- To compare days for every credit would cost seconds, and few accounts change hands.
always as (
    select
        substr(account_id, length('git:') + 1) as email,
        person_id
    from core.identity_link
    where
        account_id like 'git:%'
        and valid_from = date '1900-01-01'
        and valid_to is null
),

dated as (
    select
        substr(account_id, length('git:') + 1) as email,
        person_id,
        valid_from,
        valid_to
    from core.identity_link
    where
        account_id like 'git:%'
        and (valid_from > date '1900-01-01' or valid_to is not null)
)

select
    credit.repository,
    credit.sha,
    credit.position,
    git_commit.committed_at,
    credit.role,
    credit.name,
    credit.email,
    coalesce(always.person_id, dated.person_id) as person_id,
    credit.in_trailer_block
from credit
inner join staging.git__commit as git_commit
    on credit.repository = git_commit.repository and credit.sha = git_commit.sha
left join always on credit.email = always.email
left join dated
    on
        credit.email = dated.email
        and cast(git_commit.committed_at as date) >= dated.valid_from
        and cast(git_commit.committed_at as date) <= coalesce(dated.valid_to, date '9999-12-31')
where git_commit.is_reachable
