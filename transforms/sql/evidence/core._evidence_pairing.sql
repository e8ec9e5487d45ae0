-- doc: One row is one event of guidance in one pairing, or the commit of a table that records it.
-- grain: person_id, kind, object_id, bucket, event_id
with explicit_pairing as (
    select
        mentor_person_id,
        newcomer_person_id,
        min(rule_id) as rule_id
    from core._pairing_explicit
    group by
        mentor_person_id,
        newcomer_person_id
),

inferred_pairing as (
    select
        mentor_person_id,
        newcomer_person_id,
        min(rule_id) as rule_id
    from core._pairing_inferred
    group by
        mentor_person_id,
        newcomer_person_id
)

select
    guidance.person_id,
    'mentoring.buddy' as kind,
    'pairing' as object_type,
    'pairing:' || guidance.mentee_person_id as object_id,
    'onboarding' as container,
    strftime(guidance.occurred_at, '%Y-%m') as bucket,
    guidance.event_id,
    guidance.occurred_at,
    guidance.url,
    'O' as evidence_level,
    pairing.rule_id
from core._guidance as guidance
inner join explicit_pairing as pairing
    on
        guidance.person_id = pairing.mentor_person_id
        and guidance.mentee_person_id = pairing.newcomer_person_id
where guidance.is_paired
union all
select distinct
    mentor_person_id as person_id,
    'mentoring.buddy' as kind,
    'pairing' as object_type,
    'pairing:' || newcomer_person_id as object_id,
    'onboarding' as container,
    strftime(occurred_at, '%Y-%m') as bucket,
    event_id,
    occurred_at,
    url,
    'O' as evidence_level,
    'table_' || role as rule_id
from core._pairing_table
where event_id is not null
union all
select
    guidance.person_id,
    'mentoring.possible' as kind,
    'pairing' as object_type,
    'pairing:' || guidance.mentee_person_id as object_id,
    'onboarding' as container,
    '' as bucket,
    guidance.event_id,
    guidance.occurred_at,
    guidance.url,
    'I' as evidence_level,
    pairing.rule_id
from core._guidance as guidance
inner join inferred_pairing as pairing
    on
        guidance.person_id = pairing.mentor_person_id
        and guidance.mentee_person_id = pairing.newcomer_person_id
where guidance.has_longer_tenure
