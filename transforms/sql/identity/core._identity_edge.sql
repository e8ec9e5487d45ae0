-- doc: One row is one tie that no decision cut; an unlinked account keeps none to that person.
-- grain: node, other_node, rule
with cut_edge as (
    select
        decision.account_id as node,
        side.node as other_node
    from core._identity_decision as decision
    inner join core._identity_side as side on decision.person_key = side.person_key
    where decision.action = 'unlink'
)

select
    tie.node,
    tie.other_node,
    tie.rule
from core._identity_tie as tie
where not exists (
    select 1
    from cut_edge
    where
        (cut_edge.node = tie.node and cut_edge.other_node = tie.other_node)
        or (cut_edge.node = tie.other_node and cut_edge.other_node = tie.node)
)
