-- doc: One row is one person's share of one outcome; everybody unknown shares one row.
-- grain: outcome_type, object_id, person_id
with most as (
    select value as contributions
    from rules.outcome__limits
    where name = 'contributions'
),

-- Nobody is known in a role that there must have been (ATT-5).
missing as (
    select
        part.outcome_type,
        part.object_id,
        '' as person_id,
        false as is_known,
        role.role,
        role.weight,
        cast(1 as bigint) as contributions,
        max(part.ended_at) as ended_at
    from core._outcome_part as part
    inner join rules.outcome__roles as role
        on part.outcome_type = role.outcome_type and role.is_required
    group by
        part.outcome_type,
        part.object_id,
        role.role,
        role.weight
    having not bool_or(part.is_required)
),

participant as (
    select
        outcome_type,
        object_id,
        case when is_known then party else '' end as person_id,
        is_known,
        role,
        weight,
        contributions,
        ended_at
    from core._outcome_part
    union all
    select * from missing
),

-- The more often somebody contributed the less each time adds, up to a limit; the guidance before a
-- newcomer's milestone is shared as it is (ONB-3).
valued as (
    select
        participant.*,
        case
            when participant.outcome_type = 'milestone'
                then cast(participant.contributions as double)
            else 1 + log2(cast(least(participant.contributions, most.contributions) as double))
        end as points
    from participant
    cross join most
),

joint as (
    select
        outcome_type,
        object_id,
        person_id,
        is_known,
        max_by(role, (weight, role)) as role,
        max(weight) as weight,
        cast(sum(contributions) as bigint) as contributions,
        sum(cast(weight * points as decimal(18, 9))) as weighted,
        sum(cast(case when weight > 0 then points else 0 end as decimal(18, 9))) as equal,
        max(ended_at) as ended_at
    from valued
    group by
        outcome_type,
        object_id,
        person_id,
        is_known
),

outcome_total as (
    select
        outcome_type,
        object_id,
        sum(weighted) as weighted,
        sum(equal) as equal,
        max(ended_at) as ended_at
    from joint
    group by
        outcome_type,
        object_id
    having bool_or(is_known and weight > 0)
)

select
    joint.outcome_type,
    joint.object_id,
    joint.person_id,
    joint.is_known,
    joint.role,
    joint.contributions,
    joint.weight,
    cast(joint.weighted as double) / nullif(outcome_total.weighted, 0) as share,
    cast(joint.equal as double) / nullif(outcome_total.equal, 0) as equal_share,
    outcome_total.ended_at
from joint
inner join outcome_total
    on joint.outcome_type = outcome_total.outcome_type and joint.object_id = outcome_total.object_id
where joint.is_known or joint.weight > 0
