-- doc: One row is one person's share of one outcome; all unknown contributors share one row.
-- grain: outcome_type, object_id, person_id
with limits as (
    select value as contributions
    from rules.outcome__limits
    where name = 'contributions'
),

-- A role that somebody must have held, and nobody is known in it (ATT-5).
missing_role as (
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

contributor_role as (
    select
        outcome_type,
        object_id,
        case when is_known then contributor else '' end as person_id,
        is_known,
        role,
        weight,
        contributions,
        ended_at
    from core._outcome_part
    union all
    select * from missing_role
),

-- Each further contribution adds less, up to a limit. Guidance before a newcomer's milestone counts
-- in proportion (ONB-3).
scored_role as (
    select
        contributor_role.*,
        case
            when contributor_role.outcome_type = 'milestone'
                then cast(contributor_role.contributions as double)
            else
                1
                + log2(cast(least(contributor_role.contributions, limits.contributions) as double))
        end as points
    from contributor_role
    cross join limits
),

person_total as (
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
    from scored_role
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
    from person_total
    group by
        outcome_type,
        object_id
    having bool_or(is_known and weight > 0)
)

select
    person_total.outcome_type,
    person_total.object_id,
    person_total.person_id,
    person_total.is_known,
    person_total.role,
    person_total.contributions,
    person_total.weight,
    cast(person_total.weighted as double) / nullif(outcome_total.weighted, 0) as share,
    cast(person_total.equal as double) / nullif(outcome_total.equal, 0) as equal_share,
    outcome_total.ended_at
from person_total
inner join outcome_total
    on
        person_total.outcome_type = outcome_total.outcome_type
        and person_total.object_id = outcome_total.object_id
where person_total.is_known or person_total.weight > 0
