-- The store knows what is not published: every pairing, and what each claim came to.
with told_pairing as (
    select distinct
        substr(sha256('roster:' || mentor), 1, 16) as mentor_id,
        substr(sha256('roster:' || mentee), 1, 16) as newcomer_id,
        record is not null as is_explicit
    from truth
    where type = 'pairing' and (record is not null or is_lived)
),

found_pairing as (
    select
        mentor_person_id as mentor_id,
        newcomer_person_id as newcomer_id,
        bool_or(is_explicit) as is_explicit
    from store.core.pairing
    group by
        mentor_person_id,
        newcomer_person_id
),

pairing as (
    select
        coalesce(told_pairing.is_explicit, found_pairing.is_explicit) as is_explicit,
        told_pairing.mentor_id is not null as is_true,
        coalesce(found_pairing.is_explicit = told_pairing.is_explicit, found_pairing.mentor_id is not null)
            as is_found
    from told_pairing
    full outer join found_pairing
        on
            told_pairing.mentor_id = found_pairing.mentor_id
            and told_pairing.newcomer_id = found_pairing.newcomer_id
),

told_claim as (
    select
        substr(sha256('roster:' || person_id), 1, 16) as person_id,
        kind,
        cast("from" as date) as started_on,
        cast("to" as date) as ended_on,
        verdict
    from truth
    where type = 'claim'
),

claim as (
    select
        told_claim.verdict,
        found.state,
        published.activity_id is not null as is_published
    from told_claim
    left join store.core.claim as found
        on
            told_claim.person_id = found.person_id
            and told_claim.kind = found.kind
            and told_claim.started_on = found.started_on
            and told_claim.ended_on = found.ended_on
            and found.claim_type = 'self'
    left join (
        select distinct
            activity_id,
            event_id
        from pub.marts.profile_evidence
    ) as published on found.claim_id = published.event_id
),

-- Of a Google document that a meeting attaches there is a marker or an actor's log; machines write some.
writer as (
    select
        is_true,
        is_found
    from outcome
    where kind = 'meeting.minutes' and object like 'google:%'
),

figure as (
    select
        'explicit pairings found' as what,
        count(*) filter (where is_found) / count(*) as figure,
        1.0 as lowest,
        null as highest
    from pairing
    where is_explicit and is_true
    union all
    select
        'inferred mentors, precision' as what,
        count(*) filter (where is_true and is_found) / count(*) filter (where is_found) as figure,
        0.8 as lowest,
        null as highest
    from pairing
    where not is_explicit
    union all
    select
        'inferred mentors, recall' as what,
        count(*) filter (where is_true and is_found) / count(*) filter (where is_true) as figure,
        0.7 as lowest,
        null as highest
    from pairing
    where not is_explicit
    union all
    select
        'writers of minutes in Google, precision' as what,
        count(*) filter (where is_true and is_found) / count(*) filter (where is_found) as figure,
        0.98 as lowest,
        null as highest
    from writer
    union all
    select
        'writers of minutes in Google, recall' as what,
        count(*) filter (where is_true and is_found) / count(*) filter (where is_true) as figure,
        0.9 as lowest,
        null as highest
    from writer
    union all
    select
        'claims judged as the truth says' as what,
        count(*) filter (where verdict = state) / count(*) as figure,
        0.9 as lowest,
        null as highest
    from claim
    union all
    select
        'contradicted claims that a profile shows' as what,
        count(*) filter (where verdict = 'contradicted' and is_published) as figure,
        null as lowest,
        0 as highest
    from claim
)

select
    what,
    figure,
    coalesce('>= ' || lowest, '<= ' || highest, '') as bound,
    case
        when figure >= coalesce(lowest, figure) and figure <= coalesce(highest, figure) then 'yes'
        else '**no**'
    end as holds
from figure
