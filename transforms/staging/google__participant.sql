-- doc: One row is one account, or one nameless guest, in one call.
-- grain: conference_id, participant_id
select
    conference_id,
    participant_id,
    user_id,
    joined_at,
    left_at,
    observed_at,
    _deleted_at as deleted_at
from raw.google__participant
