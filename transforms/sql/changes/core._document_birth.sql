-- doc: One row is one commit that gave a document its path, and the document as it began.
-- grain: repository, path, born_at
with recursive moved_path as (
    select distinct
        repository,
        previous_path as path
    from core._change_file
    where is_documentation and previous_path is not null
),

birth as (
    select
        change_file.repository,
        change_file.path,
        git_commit.committed_at as born_at,
        min(change_file.sha) filter (where change_file.is_created) as created_sha,
        min(change_file.previous_path) as previous_path
    from core._change_file as change_file
    inner join core._commit as git_commit on change_file.sha = git_commit.sha
    left join moved_path
        on
            change_file.repository = moved_path.repository
            and change_file.path = moved_path.path
    where
        (change_file.is_documentation or moved_path.path is not null)
        and (change_file.is_created or change_file.previous_path is not null)
        -- A revert brings back what others wrote, and a copy is for another branch.
        and git_commit.reverts_sha is null
        and not git_commit.is_copy
    group by
        change_file.repository,
        change_file.path,
        git_commit.committed_at
),

-- In one second a path is left before it is taken again.
path_moment as (
    select
        repository,
        path,
        born_at as moment,
        1 as place,
        born_at,
        cast(null as varchar) as new_path
    from birth
    union all
    select
        repository,
        previous_path as path,
        born_at as moment,
        0 as place,
        cast(null as timestamptz) as born_at,
        path as new_path
    from birth
    where created_sha is null
),

dated_moment as (
    select
        *,
        max(born_at) over (
            partition by repository, path
            order by moment, place
        ) as last_born_at
    from path_moment
),

move as (
    select
        repository,
        path as old_path,
        last_born_at as old_born_at,
        new_path,
        moment as new_born_at
    from dated_moment
    where place = 0 and last_born_at is not null
),

ancestor as (
    select
        repository,
        new_path as path,
        new_born_at as born_at,
        old_path as first_path,
        old_born_at as first_born_at
    from move
    union
    select
        ancestor.repository,
        ancestor.path,
        ancestor.born_at,
        move.old_path as first_path,
        move.old_born_at as first_born_at
    from ancestor
    inner join move
        on
            ancestor.repository = move.repository
            and ancestor.first_path = move.new_path
            and ancestor.first_born_at = move.new_born_at
),

origin as (
    select
        ancestor.repository,
        ancestor.path,
        ancestor.born_at,
        ancestor.first_path,
        ancestor.first_born_at
    from ancestor
    left join move
        on
            ancestor.repository = move.repository
            and ancestor.first_path = move.new_path
            and ancestor.first_born_at = move.new_born_at
    where move.new_path is null
),

named_birth as (
    select
        birth.repository,
        birth.path,
        birth.born_at,
        coalesce(origin.first_path, birth.path) as first_path,
        coalesce(origin.first_born_at, birth.born_at) as first_born_at
    from birth
    left join origin
        on
            birth.repository = origin.repository
            and birth.path = origin.path
            and birth.born_at = origin.born_at
)

select
    named_birth.repository,
    named_birth.path,
    named_birth.born_at,
    first_birth.created_sha,
    first_value(named_birth.path) over (
        partition by
            named_birth.repository,
            named_birth.first_path,
            named_birth.first_born_at
        order by named_birth.born_at desc, named_birth.path asc
    ) as document_path
from named_birth
inner join birth as first_birth
    on
        named_birth.repository = first_birth.repository
        and named_birth.first_path = first_birth.path
        and named_birth.first_born_at = first_birth.born_at
