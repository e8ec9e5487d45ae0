-- doc: One row is one event of git: a person named on a commit, or a tag.
-- grain: event_id
-- kind: view
-- What a copy says of its change was said by the change itself; who committed the copy made it, or
-- who authored it where it was made anew for another branch.
with copied_credit as (
    select
        credit.repository,
        credit.sha,
        credit.position
    from core._commit as git_commit
    inner join staging.git__person_credit as credit
        on git_commit.repository = credit.repository and git_commit.sha = credit.sha
    inner join staging.git__person_credit as original_credit
        on
            git_commit.original_sha = original_credit.sha
            and credit.role = original_credit.role
            and lower(coalesce(credit.mapped_email, credit.email, credit.name))
            = lower(
                coalesce(
                    original_credit.mapped_email, original_credit.email, original_credit.name
                )
            )
    where
        git_commit.is_copy
        and credit.role <> 'committer'
        and not (git_commit.is_backport and git_commit.is_remade and credit.role = 'author')
)

select
    'git:' || credit.sha || ':' || credit.position as event_id,
    'git' as source,
    -- Git names the person who merged a pull request as the author of its merge commit.
    case
        when git_commit.is_merge and credit.role = 'author' then 'git.merged'
        -- Whoever made a copy for another branch did not author the change.
        when
            git_commit.is_backport
            and credit.role in ('author', 'co-authored-by', 'co-developed-by')
            then 'git.backported'
        else 'git.' || credit.role
    end as kind,
    case
        when credit.role in ('author', 'co-authored-by', 'co-developed-by')
            then git_commit.authored_at
        else git_commit.committed_at
    end as occurred_at,
    coalesce(
        'git:' || lower(coalesce(credit.mapped_email, credit.email)), named_credit.account_id
    ) as account_id,
    git_commit.change_type as object_type,
    git_commit.change_id as object_id,
    git_commit.repository as container,
    cast(null as varchar) as detail,
    git_commit.url
from staging.git__person_credit as credit
inner join core._commit as git_commit
    on credit.repository = git_commit.repository and credit.sha = git_commit.sha
left join copied_credit
    on
        credit.repository = copied_credit.repository
        and credit.sha = copied_credit.sha
        and credit.position = copied_credit.position
left join core._named_credit as named_credit
    on
        credit.repository = named_credit.repository
        and case when credit.email is null then credit.name end = named_credit.name
where copied_credit.sha is null
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
