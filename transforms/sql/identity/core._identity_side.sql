-- doc: One row is one node that stays with a person from whom accounts were unlinked.
-- grain: person_key, node
with recursive neighbour as (
    select
        node,
        other_node
    from core._identity_tie
    union
    select
        other_node as node,
        node as other_node
    from core._identity_tie
),

unlinked as (
    select
        account_id,
        person_key
    from core._identity_decision
    where action = 'unlink' and account_id <> person_key
),

side as (
    select distinct
        person_key,
        person_key as node
    from unlinked
    union
    select
        side.person_key,
        neighbour.other_node as node
    from side
    inner join neighbour on side.node = neighbour.node
    left join unlinked
        on
            side.person_key = unlinked.person_key
            and neighbour.other_node = unlinked.account_id
    where unlinked.account_id is null
)

select
    person_key,
    node
from side
