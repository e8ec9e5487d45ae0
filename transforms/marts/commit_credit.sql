-- doc: One row is one person named on one commit in one role, as git recorded it.
-- grain: repository, sha, position
-- references: person_id -> marts.person.person_id
select
    credit.repository,
    credit.sha,
    credit.position,
    git_commit.committed_at,
    credit.role,
    coalesce(credit.mapped_name, credit.name) as name,
    lower(coalesce(credit.mapped_email, credit.email)) as email,
    link.person_id,
    credit.in_trailer_block
from staging.git__person_credit as credit
inner join staging.git__commit as git_commit
    on credit.repository = git_commit.repository and credit.sha = git_commit.sha
left join core.identity_link as link
    on
        'git:' || lower(coalesce(credit.mapped_email, credit.email)) = link.account_id
        and cast(git_commit.committed_at as date) >= link.valid_from
        and cast(git_commit.committed_at as date) <= coalesce(link.valid_to, date '9999-12-31')
where git_commit.deleted_at is null and git_commit.is_reachable
