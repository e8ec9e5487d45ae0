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

unlinked_account as (
    select
        account_id,
        person_key
    from core._identity_decision
    where action = 'unlink' and account_id <> person_key
),

person_node as (
    select distinct
        person_key,
        person_key as node
    from unlinked_account
    union
    select
        person_node.person_key,
        neighbour.other_node as node
    from person_node
    inner join neighbour on person_node.node = neighbour.node
    left join unlinked_account
        on
            person_node.person_key = unlinked_account.person_key
            and neighbour.other_node = unlinked_account.account_id
    where unlinked_account.account_id is null
)

select
    person_key,
    node
from person_node
