-- doc: One row is one contributor to one outcome: their largest role and their contributions.
-- grain: outcome_type, object_id, contributor
with ranked_role as (
    select
        *,
        row_number() over (partition by outcome_type order by weight, role) as place
    from rules.outcome__roles
),

-- Acts of one contributor in one second are one contribution.
contribution as (
    select
        act.outcome_type,
        act.object_id,
        act.contributor,
        act.is_known,
        max(ranked_role.place) as place,
        bool_or(ranked_role.is_required) as is_required,
        max(act.ended_at) as ended_at
    from core._outcome_trace as act
    inner join ranked_role
        on act.outcome_type = ranked_role.outcome_type and act.role = ranked_role.role
    group by
        act.outcome_type,
        act.object_id,
        act.contributor,
        act.is_known,
        date_trunc('second', act.contributed_at)
),

contributor_total as (
    select
        outcome_type,
        object_id,
        contributor,
        is_known,
        max(place) as place,
        count(*) as contributions,
        bool_or(is_required) as is_required,
        max(ended_at) as ended_at
    from contribution
    group by
        outcome_type,
        object_id,
        contributor,
        is_known
)

select
    contributor_total.outcome_type,
    contributor_total.object_id,
    contributor_total.contributor,
    contributor_total.is_known,
    ranked_role.role,
    ranked_role.weight,
    contributor_total.contributions,
    contributor_total.is_required,
    contributor_total.ended_at
from contributor_total
inner join ranked_role
    on
        contributor_total.outcome_type = ranked_role.outcome_type
        and contributor_total.place = ranked_role.place
