-- doc: One row is one account outside the roster and one person it may belong to.
-- grain: account_id, person_key
-- references: account_id -> core.account.account_id
with decided_pair as (
    select
        coalesce(link.person_key, decision.account_id) as person_key,
        coalesce(other.person_key, decision.person_key) as other_key
    from core._identity_decision as decision
    left join core._person_account as link on decision.account_id = link.account_id
    left join core._person_account as other on decision.person_key = other.account_id
    union
    select
        account_id as person_key,
        person_key as other_key
    from core._identity_decision
),

open_pair as (
    select
        likeness.person_key,
        likeness.other_key,
        weight.feature,
        weight.weight
    from core._identity_likeness as likeness
    inner join rules.identity__weights as weight on likeness.feature = weight.feature
    where not exists (
        select 1
        from decided_pair
        where
            least(decided_pair.person_key, decided_pair.other_key)
            = least(likeness.person_key, likeness.other_key)
            and greatest(decided_pair.person_key, decided_pair.other_key)
            = greatest(likeness.person_key, likeness.other_key)
    )
),

scored_pair as (
    select
        person_key as account_id,
        other_key as person_key,
        round(1 - exp(sum(cast(ln(1 - weight) as decimal(18, 9)))), 2) as score,
        string_split(string_agg(feature, '|' order by weight desc, feature asc), '|') as features
    from open_pair
    group by
        person_key,
        other_key
)

select
    scored_pair.account_id,
    scored_pair.person_key,
    person_key.person_id,
    scored_pair.score,
    scored_pair.features,
    count(*) over (partition by scored_pair.account_id) > 1 as is_contested
from scored_pair
inner join core._person_key as person_key on scored_pair.person_key = person_key.person_key
