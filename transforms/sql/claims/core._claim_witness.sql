-- doc: One row is one claim and one peer note that may witness it.
-- grain: claim_id, note_id
with limits as (
    select max(value) filter (where name = 'claim_days') as days
    from rules.limits__thresholds
),

claim as (
    select
        text.claim_id,
        about.person_id,
        text.kind,
        text.object_id,
        text.started_on,
        text.ended_on,
        text.beneficiary_email
    from core._claim_text as text
    inner join core._address as about on text.about_email = about.email
),

matched as (
    select
        claim.claim_id,
        claim.object_id,
        claim.started_on,
        claim.ended_on,
        note.claim_id as note_id,
        note.author_person_id,
        note.is_mutual,
        note.is_independent,
        note.relation = 'beneficiary'
        and coalesce(beneficiary.person_id, note.author_person_id) = note.author_person_id
            as is_beneficiary
    from claim
    cross join limits
    inner join core._peer_note as note
        on
            claim.person_id = note.person_id
            and claim.kind = note.kind
            and coalesce(claim.object_id, '') = coalesce(note.object_id, '')
            and note.noted_on between claim.started_on - cast(limits.days as integer)
            and claim.ended_on + cast(limits.days as integer)
    left join core._address as beneficiary on claim.beneficiary_email = beneficiary.email
    where not note.is_capped
)

select
    matched.claim_id,
    matched.note_id,
    matched.author_person_id,
    matched.is_mutual,
    matched.is_beneficiary,
    matched.is_independent
    and (matched.object_id is null or count(event.event_id) > 0) as is_independent
from matched
cross join limits
left join core._person_event as event
    on
        matched.object_id = event.object_id
        and matched.author_person_id = event.person_id
        and cast(event.occurred_at as date)
        between matched.started_on - cast(limits.days as integer)
        and matched.ended_on + cast(limits.days as integer)
group by
    matched.claim_id,
    matched.note_id,
    matched.object_id,
    matched.author_person_id,
    matched.is_mutual,
    matched.is_beneficiary,
    matched.is_independent
