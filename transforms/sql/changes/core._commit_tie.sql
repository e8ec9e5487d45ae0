-- doc: One row is one commit and a node that all commits of its change share: a commit or an id.
-- grain: sha, node
with crowded_second as (
    select authored_at
    from core._dated_commit
    where not is_merge
    group by authored_at
    having count(*) > 1
),

authored_commit as (
    select
        dated_commit.sha,
        dated_commit.parents,
        dated_commit.authored_at,
        dated_commit.subject_hash,
        dated_commit.lines_added,
        dated_commit.lines_deleted,
        lower(coalesce(credit.mapped_email, credit.email, credit.name)) as author
    from core._dated_commit as dated_commit
    inner join crowded_second on dated_commit.authored_at = crowded_second.authored_at
    inner join staging.git__person_credit as credit
        on
            dated_commit.repository = credit.repository
            and dated_commit.sha = credit.sha
            and credit.position = 0
    where not dated_commit.is_merge
),

possible_copy as (
    select
        *,
        count(*) over (partition by author, authored_at) as commits
    from authored_commit
),

file_list as (
    select
        possible_copy.sha,
        md5(string_agg(file_change.path, chr(10) order by file_change.path)) as files
    from possible_copy
    inner join staging.git__file_change as file_change on possible_copy.sha = file_change.sha
    where possible_copy.commits > 1
    group by possible_copy.sha
),

-- A copy keeps the author, the second and the files, and the subject or else the sizes.
alike_commit as (
    select
        possible_copy.sha,
        possible_copy.parents,
        concat_ws(
            '|',
            'subject',
            possible_copy.author,
            epoch(possible_copy.authored_at),
            possible_copy.subject_hash,
            coalesce(file_list.files, '')
        ) as node
    from possible_copy
    left join file_list on possible_copy.sha = file_list.sha
    where possible_copy.commits > 1 and possible_copy.subject_hash is not null
    union all
    select
        possible_copy.sha,
        possible_copy.parents,
        concat_ws(
            '|',
            'sizes',
            possible_copy.author,
            epoch(possible_copy.authored_at),
            file_list.files,
            possible_copy.lines_added,
            possible_copy.lines_deleted
        ) as node
    from possible_copy
    inner join file_list on possible_copy.sha = file_list.sha
    where
        possible_copy.commits > 1
        and possible_copy.subject_hash is not null
        and possible_copy.lines_added is not null
),

-- A commit is no copy of its parent: a script that commits several times a second is not one work.
parent_link as (
    select
        sha,
        node,
        unnest(parents) as parent_sha
    from alike_commit
),

line_of_work as (
    select distinct parent_link.node
    from parent_link
    inner join alike_commit
        on parent_link.parent_sha = alike_commit.sha and parent_link.node = alike_commit.node
),

pick as (
    select
        dated_commit.sha,
        dated_commit.picked_from,
        source.sha as source_sha
    from core._dated_commit as dated_commit
    left join core._dated_commit as source
        on
            substr(dated_commit.picked_from, 1, 7) = substr(source.sha, 1, 7)
            and starts_with(source.sha, dated_commit.picked_from)
    where dated_commit.picked_from is not null
)

select
    alike_commit.sha,
    alike_commit.node
from alike_commit
left join line_of_work on alike_commit.node = line_of_work.node
where line_of_work.node is null
union
select
    sha,
    coalesce(source_sha, picked_from) as node
from pick
union
select
    sha,
    repository || '|' || change_id as node
from core._dated_commit
where change_id is not null
