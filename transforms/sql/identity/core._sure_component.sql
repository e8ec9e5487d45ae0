-- doc: One row is one account or roster entry and the smallest node it is surely connected to.
-- grain: node
with recursive neighbour as (
    select
        node,
        other_node
    from core._identity_edge
    where rule <> 'same_name'
    union
    select
        other_node as node,
        node as other_node
    from core._identity_edge
    where rule <> 'same_name'
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
)

select
    node,
    min(origin) as component
from reachable_node
group by node
