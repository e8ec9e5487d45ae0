-- doc: One row is one participant of one outcome: the largest role and the contributions.
-- grain: outcome_type, object_id, party
with role as (
    select
        *,
        row_number() over (partition by outcome_type order by weight, role) as place
    from rules.outcome__roles
),

-- What one person does in one second is one contribution.
contribution as (
    select
        trace.outcome_type,
        trace.object_id,
        trace.party,
        trace.is_known,
        max(role.place) as place,
        bool_or(role.is_required) as is_required,
        max(trace.ended_at) as ended_at
    from core._outcome_trace as trace
    inner join role on trace.outcome_type = role.outcome_type and trace.role = role.role
    group by
        trace.outcome_type,
        trace.object_id,
        trace.party,
        trace.is_known,
        date_trunc('second', trace.contributed_at)
),

part as (
    select
        outcome_type,
        object_id,
        party,
        is_known,
        max(place) as place,
        count(*) as contributions,
        bool_or(is_required) as is_required,
        max(ended_at) as ended_at
    from contribution
    group by
        outcome_type,
        object_id,
        party,
        is_known
)

select
    part.outcome_type,
    part.object_id,
    part.party,
    part.is_known,
    role.role,
    role.weight,
    part.contributions,
    part.is_required,
    part.ended_at
from part
inner join role on part.outcome_type = role.outcome_type and part.place = role.place
