-- doc: One row is one of several commits that carry one change, and the one that stands for it.
-- grain: sha
with recursive shared_tie as (
    select
        sha,
        node
    from core._commit_tie
    where
        node in (
            select tie.node
            from core._commit_tie as tie
            left join core._dated_commit as source on tie.node = source.sha
            group by tie.node
            having count(*) > 1 or count(source.sha) > 0
        )
),

neighbour as (
    select
        sha as node,
        node as other_node
    from shared_tie
    union
    select
        node,
        sha as other_node
    from shared_tie
),

reachable_node as (
    select distinct
        node,
        node as origin
    from neighbour
    union
    select
        neighbour.other_node as node,
        reachable_node.origin
    from reachable_node
    inner join neighbour on reachable_node.node = neighbour.node
),

copy_group as (
    select
        node as sha,
        min(origin) as component
    from reachable_node
    group by node
)

select
    copy_group.sha,
    first_value(copy_group.sha) over (
        partition by copy_group.component
        order by
            dated_commit.is_on_default_branch desc,
            dated_commit.picked_from is not null asc,
            dated_commit.committed_at asc,
            copy_group.sha asc
    ) as original_sha
from copy_group
inner join core._dated_commit as dated_commit on copy_group.sha = dated_commit.sha
