-- The store knows what is not published: every pairing, and what each claim came to.
with true_pairing as (
    select
        profile_id(mentor) as mentor_id,
        profile_id(mentee) as newcomer_id,
        bool_or(record is not null) as is_explicit,
        coalesce(bool_and(record = 'table'), false) as is_by_name
    from truth
    where type = 'pairing' and (record is not null or is_lived)
    group by
        mentor,
        mentee
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
        coalesce(true_pairing.is_explicit, found_pairing.is_explicit) as is_explicit,
        coalesce(true_pairing.is_by_name, false) as is_by_name,
        true_pairing.mentor_id is not null as is_true,
        coalesce(found_pairing.is_explicit = true_pairing.is_explicit, found_pairing.mentor_id is not null)
            as is_found
    from true_pairing
    full outer join found_pairing
        on
            true_pairing.mentor_id = found_pairing.mentor_id
            and true_pairing.newcomer_id = found_pairing.newcomer_id
),

true_claim as (
    select
        profile_id(person_id) as person_id,
        kind,
        cast("from" as date) as started_on,
        cast("to" as date) as ended_on,
        verdict
    from truth
    where type = 'claim'
),

claim as (
    select
        true_claim.verdict,
        stored_claim.state,
        published_claim.activity_id is not null as is_published
    from true_claim
    left join store.core.claim as stored_claim
        on
            true_claim.person_id = stored_claim.person_id
            and true_claim.kind = stored_claim.kind
            and true_claim.started_on = stored_claim.started_on
            and true_claim.ended_on = stored_claim.ended_on
            and stored_claim.claim_type = 'self'
    left join (
        select distinct
            activity_id,
            event_id
        from pub.marts.profile_evidence
    ) as published_claim on stored_claim.claim_id = published_claim.event_id
),

-- Of a Google document that a meeting attaches there is a marker or an actor's log; machines write some.
writer as (
    select
        is_true,
        is_found
    from compared_activity
    where kind = 'meeting.minutes' and object like 'google:%'
)

select
    'explicit pairings found' as what,
    count(*) filter (where is_found) / count(*) as figure,
    1.0 as lowest,
    null as highest
from pairing
where is_explicit and is_true and not is_by_name
union all
-- A table in git names handles, and a handle may be nobody's whom the roster knows.
select
    'pairings of tables in git found' as what,
    count(*) filter (where is_found) / count(*) as figure,
    0.5 as lowest,
    null as highest
from pairing
where is_explicit and is_true and is_by_name
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
