-- Of every outcome of the truth, whose part was how large; who is missing on a side has none there.
-- What a role is worth is a convention that no truth can tell: the published weights are applied to
-- the true roles and contributions. How far that lies from the minutes is a figure without a limit.
with valued as (
    select
        part.outcome,
        part."object" as object_id,
        part.person_id,
        max(role.weight) * (1 + log2(least(any_value(part.times), any_value(most.value)))) as points
    from (select *, unnest(roles) as held from truth where type = 'part') as part
    inner join store.rules.outcome__roles as role
        on part.outcome = role.outcome_type and part.held = role.role and role.weight > 0
    inner join store.rules.outcome__limits as most on most.name = 'contributions'
    group by
        part.outcome,
        part."object",
        part.person_id
),

told as (
    select
        outcome,
        object_id,
        substr(sha256('roster:' || person_id), 1, 16) as person_id,
        points / sum(points) over (partition by outcome, object_id) as share
    from valued
),

by_minutes as (
    select
        outcome,
        "object" as object_id,
        substr(sha256('roster:' || person_id), 1, 16) as person_id,
        share
    from truth
    where type = 'share'
),

team_work as (
    select object_id
    from told
    group by object_id
    having count(*) > 1
),

found as (
    select
        outcome_type as outcome,
        object_id,
        person_id,
        share
    from store.core.outcome_share
),

pair as (
    select
        coalesce(told.object_id, found.object_id) as object_id,
        abs(coalesce(told.share, 0) - coalesce(found.share, 0)) as error
    from told
    full outer join found
        on
            told.outcome = found.outcome
            and told.object_id = found.object_id
            and told.person_id = found.person_id
    where
        told.object_id is not null
        or (found.outcome, found.object_id) in (select (told.outcome, told.object_id) from told)
),

summed as (
    select abs(sum(share) - 1) as error
    from found
    group by
        outcome,
        object_id
),

figure as (
    select
        'shares of outcomes, mean absolute error' as what,
        avg(error) as figure,
        0.05 as highest
    from pair
    union all
    select
        'shares of outcomes of several people, mean absolute error' as what,
        avg(pair.error) as figure,
        null as highest
    from pair
    inner join team_work on pair.object_id = team_work.object_id
    union all
    select
        'shares of outcomes, mean absolute distance from shares of minutes' as what,
        avg(abs(coalesce(by_minutes.share, 0) - coalesce(found.share, 0))) as figure,
        null as highest
    from by_minutes
    full outer join found
        on
            by_minutes.outcome = found.outcome
            and by_minutes.object_id = found.object_id
            and by_minutes.person_id = found.person_id
    where
        by_minutes.object_id is not null
        or (found.outcome, found.object_id) in (select (told.outcome, told.object_id) from told)
    union all
    select
        'shares of an outcome, furthest from a sum of 1' as what,
        max(error) as figure,
        1e-9 as highest
    from summed
)

select
    what,
    figure,
    coalesce('<= ' || highest, '') as bound,
    case when highest is null then '' when figure <= highest then 'yes' else '**no**' end as holds
from figure
