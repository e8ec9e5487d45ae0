-- doc: One row is one account or roster entry and the smallest node it is connected to.
-- grain: node
with recursive neighbour as (
    select
        node,
        other_node
    from core._identity_edge
    union
    select
        other_node as node,
        node as other_node
    from core._identity_edge
),

reached as (
    select distinct
        node,
        node as origin
    from neighbour
    union
    select
        neighbour.other_node as node,
        reached.origin
    from reached
    inner join neighbour on reached.node = neighbour.node
)

select
    node,
    min(origin) as component
from reached
group by node
