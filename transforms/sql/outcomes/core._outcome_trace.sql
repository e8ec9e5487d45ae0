-- doc: One row is one act of one contributor that counts for one outcome.
-- grain: outcome_type, object_id, contributor, role, event_id
-- kind: view
with trace as (
    select
        'code_change' as outcome_type,
        *
    from core._outcome_change
    union all
    select
        'release' as outcome_type,
        *
    from core._outcome_release
    union all
    select
        'incident' as outcome_type,
        *
    from core._outcome_incident
    union all
    select * from core._outcome_document
    union all
    select * from core._outcome_ticket
    union all
    select
        'meeting_record' as outcome_type,
        *
    from core._outcome_meeting
    union all
    select
        'milestone' as outcome_type,
        *
    from core._outcome_milestone
)

select
    outcome_type,
    object_id,
    contributor,
    is_known,
    role,
    event_id,
    contributed_at,
    ended_at
from trace
