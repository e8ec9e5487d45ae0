-- doc: One row is one person who authored one commit, alone or with others.
-- grain: sha, person_id
select
    git_commit.sha,
    link.person_id,
    min('git:' || credit.sha || ':' || credit.position) as event_id,
    min(git_commit.authored_at) as occurred_at,
    min(git_commit.url) as url
from staging.git__person_credit as credit
inner join rules.credit__author_roles as author_role on credit.role = author_role.role
inner join core._commit as git_commit
    on credit.repository = git_commit.repository and credit.sha = git_commit.sha
inner join core.identity_link as link
    on
        'git:' || lower(coalesce(credit.mapped_email, credit.email)) = link.account_id
        and cast(git_commit.authored_at as date) >= link.valid_from
        and cast(git_commit.authored_at as date) <= coalesce(link.valid_to, date '9999-12-31')
where git_commit.authored_at <= $as_of
group by
    git_commit.sha,
    link.person_id
