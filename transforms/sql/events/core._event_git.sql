-- doc: One row is one event of git: a person named on a commit, or a tag.
-- grain: event_id
-- kind: view
select
    'git:' || credit.sha || ':' || credit.position as event_id,
    'git' as source,
    -- Git names the person who merged a pull request as the author of its merge commit.
    case
        when git_commit.is_merge and credit.role = 'author' then 'git.merged'
        else 'git.' || credit.role
    end as kind,
    case
        when credit.role in ('author', 'co-authored-by', 'co-developed-by')
            then git_commit.authored_at
        else git_commit.committed_at
    end as occurred_at,
    'git:' || lower(coalesce(credit.mapped_email, credit.email)) as account_id,
    git_commit.change_type as object_type,
    git_commit.change_id as object_id,
    git_commit.repository as container,
    cast(null as varchar) as detail,
    git_commit.url
from staging.git__person_credit as credit
inner join core._commit as git_commit
    on credit.repository = git_commit.repository and credit.sha = git_commit.sha
union all
select
    'git:tag:' || repository || ':' || name as event_id,
    'git' as source,
    'git.tag' as kind,
    tagged_at as occurred_at,
    'git:' || lower(tagger_email) as account_id,
    'release' as object_type,
    'release:' || repository || ':' || name as object_id,
    repository as container,
    name as detail,
    url
from staging.git__tag
where is_annotated and tagged_at is not null
