-- Of every outcome of the truth, whose part was how large; who is missing on a side has none there.
-- What a role is worth is a convention that no truth can tell: the published weights are applied to
-- the true roles and contributions. How far that lies from the minutes is a figure without a limit.
with role_points as (
    select
        part.outcome,
        part."object" as object_id,
        part.person_id,
        max(role.weight) * (1 + log2(least(any_value(part.times), any_value(most.value)))) as points
    from (select *, unnest(roles) as held_role from truth where type = 'part') as part
    inner join store.rules.outcome__roles as role
        on part.outcome = role.outcome_type and part.held_role = role.role and role.weight > 0
    inner join store.rules.outcome__limits as most on most.name = 'contributions'
    group by
        part.outcome,
        part."object",
        part.person_id
),

true_share as (
    select
        outcome,
        object_id,
        profile_id(person_id) as person_id,
        points / sum(points) over (partition by outcome, object_id) as share
    from role_points
),

minute_share as (
    select
        outcome,
        "object" as object_id,
        profile_id(person_id) as person_id,
        share
    from truth
    where type = 'share'
),

shared_object as (
    select object_id
    from true_share
    group by object_id
    having count(*) > 1
),

profile_share as (
    select
        outcome_type as outcome,
        object_id,
        person_id,
        share
    from store.core.outcome_share
),

pair as (
    select
        coalesce(true_share.object_id, profile_share.object_id) as object_id,
        abs(coalesce(true_share.share, 0) - coalesce(profile_share.share, 0)) as error
    from true_share
    full outer join profile_share
        on
            true_share.outcome = profile_share.outcome
            and true_share.object_id = profile_share.object_id
            and true_share.person_id = profile_share.person_id
    where
        true_share.object_id is not null
        or (profile_share.outcome, profile_share.object_id) in (
            select (true_share.outcome, true_share.object_id) from true_share
        )
),

outcome_sum as (
    select abs(sum(share) - 1) as error
    from profile_share
    group by
        outcome,
        object_id
)

select
    'shares of outcomes, mean absolute error' as what,
    avg(error) as figure,
    null as lowest,
    0.05 as highest
from pair
union all
select
    'shares of outcomes of several people, mean absolute error' as what,
    avg(pair.error) as figure,
    null as lowest,
    null as highest
from pair
inner join shared_object on pair.object_id = shared_object.object_id
union all
select
    'shares of outcomes, mean absolute distance from shares of minutes' as what,
    avg(abs(coalesce(minute_share.share, 0) - coalesce(profile_share.share, 0))) as figure,
    null as lowest,
    null as highest
from minute_share
full outer join profile_share
    on
        minute_share.outcome = profile_share.outcome
        and minute_share.object_id = profile_share.object_id
        and minute_share.person_id = profile_share.person_id
where
    minute_share.object_id is not null
    or (profile_share.outcome, profile_share.object_id) in (
        select (true_share.outcome, true_share.object_id) from true_share
    )
union all
select
    'shares of an outcome, furthest from a sum of 1' as what,
    max(error) as figure,
    null as lowest,
    1e-9 as highest
from outcome_sum
