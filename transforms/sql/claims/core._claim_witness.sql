-- doc: One row is one claim and one peer note that may witness it.
-- grain: claim_id, note_id
with limits as (
    select max(value) filter (where name = 'claim_days') as days
    from rules.limits__thresholds
),

claim as (
    select
        claim_text.claim_id,
        subject.person_id,
        claim_text.kind,
        claim_text.object_id,
        claim_text.started_on,
        claim_text.ended_on,
        claim_text.beneficiary_email
    from core._claim_text as claim_text
    inner join core._address as subject on claim_text.about_email = subject.email
),

possible_witness as (
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
    possible_witness.claim_id,
    possible_witness.note_id,
    possible_witness.author_person_id,
    possible_witness.is_mutual,
    possible_witness.is_beneficiary,
    possible_witness.is_independent
    and (possible_witness.object_id is null or count(event.event_id) > 0) as is_independent
from possible_witness
cross join limits
left join core._person_event as event
    on
        possible_witness.object_id = event.object_id
        and possible_witness.author_person_id = event.person_id
        and cast(event.occurred_at as date)
        between possible_witness.started_on - cast(limits.days as integer)
        and possible_witness.ended_on + cast(limits.days as integer)
group by
    possible_witness.claim_id,
    possible_witness.note_id,
    possible_witness.object_id,
    possible_witness.author_person_id,
    possible_witness.is_mutual,
    possible_witness.is_beneficiary,
    possible_witness.is_independent
