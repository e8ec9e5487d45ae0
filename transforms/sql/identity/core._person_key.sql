-- doc: One row is one key that may stand for a person, an account or a roster entry, and its id.
-- grain: person_key
with possible_key as (
    select account_id as person_key
    from core.account
    union
    select 'roster:' || roster_id as person_key
    from staging.roster__employment
    union
    select 'roster:' || roster_id as person_key
    from staging.roster__account_claim
    union
    select person_key
    from core._identity_decision
)

select
    person_key,
    substr(sha256(person_key), 1, 16) as person_id
from possible_key
