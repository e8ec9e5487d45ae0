-- doc: One row is one decision of a reviewer on whether an account belongs to a person.
-- grain: decided_at, action, account_id, person_key
select
    decided_at,
    decided_by,
    action,
    account_id,
    person_key,
    valid_from,
    valid_to,
    has_reason,
    observed_at,
    _deleted_at as deleted_at
from raw.roster__identity_decision
