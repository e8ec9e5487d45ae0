-- doc: One row is one mentor and one newcomer, by one rule; inferred pairs are possible ones only.
-- grain: mentor_person_id, newcomer_person_id, rule_id, started_on
-- references: mentor_person_id -> core.person.person_id
with guidance_count as (
    select
        person_id,
        mentee_person_id,
        count(distinct event_id) as event_count
    from core._guidance
    group by
        person_id,
        mentee_person_id
),

pairing as (
    select
        mentor_person_id,
        newcomer_person_id,
        rule_id,
        true as is_explicit,
        started_on,
        ended_on,
        url
    from core._pairing_explicit
    union all
    select
        mentor_person_id,
        newcomer_person_id,
        rule_id,
        false as is_explicit,
        started_on,
        cast(null as date) as ended_on,
        cast(null as varchar) as url
    from core._pairing_inferred
)

select
    pairing.mentor_person_id,
    pairing.newcomer_person_id,
    pairing.rule_id,
    pairing.is_explicit,
    pairing.started_on,
    pairing.ended_on,
    -- Without events a pairing is a commitment only.
    coalesce(guidance_count.event_count, 0) as event_count,
    pairing.url
from pairing
left join guidance_count
    on
        pairing.mentor_person_id = guidance_count.person_id
        and pairing.newcomer_person_id = guidance_count.mentee_person_id
