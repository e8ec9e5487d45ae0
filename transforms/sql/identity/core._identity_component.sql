-- doc: One row is one account or roster entry and the smallest node it is connected to, by any tie
-- doc: or by sure ones alone.
-- grain: node, is_sure
with recursive edge as (
    select
        node,
        other_node,
        false as is_sure
    from core._identity_edge
    union all
    select
        node,
        other_node,
        true as is_sure
    from core._identity_edge
    where rule <> 'same_name'
),

neighbour as (
    select
        node,
        other_node,
        is_sure
    from edge
    union
    select
        other_node as node,
        node as other_node,
        is_sure
    from edge
),

reachable_node as (
    select distinct
        node,
        node as origin,
        is_sure
    from neighbour
    union
    select
        neighbour.other_node as node,
        reachable_node.origin,
        reachable_node.is_sure
    from reachable_node
    inner join neighbour
        on reachable_node.node = neighbour.node and reachable_node.is_sure = neighbour.is_sure
)

select
    node,
    is_sure,
    min(origin) as component
from reachable_node
group by
    node,
    is_sure
