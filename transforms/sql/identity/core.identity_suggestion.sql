-- doc: One row is one account and one person it may belong to: anybody of the roster whom it is
-- doc: like, or the one likeliest of all others.
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
        person_key,
        other_key,
        round(1 - exp(sum(cast(ln(1 - weight) as decimal(18, 9)))), 2) as score,
        string_split(string_agg(feature, '|' order by weight desc, feature asc), '|') as features,
        bool_and(feature in ('same common handle', 'same e-mail domain')) as is_weak
    from open_pair
    group by
        person_key,
        other_key
),

weighed_pair as (
    select
        scored_pair.*,
        scored_pair.other_key like 'roster:%' as is_rostered,
        coalesce(own_work.event_count, 0) as event_count,
        coalesce(other_work.event_count, 0) as other_count
    from scored_pair
    left join core._identity_work as own_work on scored_pair.person_key = own_work.person_key
    left join core._identity_work as other_work on scored_pair.other_key = other_work.person_key
),

likely_person as (
    select
        person_key as account_id,
        other_key as person_key,
        score,
        features,
        is_weak,
        is_rostered,
        event_count,
        other_count
    from weighed_pair
    union all
    select
        other_key as account_id,
        person_key,
        score,
        features,
        is_weak,
        is_rostered,
        other_count as event_count,
        event_count as other_count
    from weighed_pair
    where not is_rostered
),

-- Of two people outside the roster the one with less work may belong to the other.
judged_person as (
    select
        *,
        is_rostered
        or event_count < other_count
        or (event_count = other_count and person_key < account_id) as is_owner,
        count(*) over (partition by account_id) as likely_people,
        max(case when is_rostered then score end) over (partition by account_id) as rostered_score
    from likely_person
),

-- One name of many would be a row for each two of them; each is shown beside the likeliest one.
ranked_owner as (
    select
        *,
        row_number() over (
            partition by
                account_id,
                is_rostered
            order by score desc, other_count desc, person_key asc
        ) as place
    from judged_person
    where is_owner
)

select
    ranked_owner.account_id,
    ranked_owner.person_key,
    person_key.person_id,
    ranked_owner.score,
    ranked_owner.features,
    ranked_owner.event_count,
    ranked_owner.likely_people > 1 as is_contested,
    ranked_owner.is_weak
from ranked_owner
inner join core._person_key as person_key on ranked_owner.person_key = person_key.person_key
where
    ranked_owner.is_rostered
    or (
        ranked_owner.place = 1
        and ranked_owner.score > coalesce(ranked_owner.rostered_score, 0)
    )
