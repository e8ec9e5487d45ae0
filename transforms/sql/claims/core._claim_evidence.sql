-- doc: One row is one claim that no record contradicts, as evidence for the person it is about.
-- grain: person_id, kind, object_id, event_id
with witness_note as (
    select distinct witness.note_id
    from core._claim_witness as witness
    inner join core.claim as claim on witness.claim_id = claim.claim_id
    where claim.claim_type = 'self' and claim.state in ('traced', 'witnessed', 'late', 'alone')
)

select
    claim.person_id,
    claim.kind,
    'claim' as object_type,
    case
        when claim.claim_type = 'peer' and claim.object_id = claim.claim_id
            then 'noted:' || cast(claim.ended_on as varchar)
        else claim.object_id
    end as object_id,
    'claims' as container,
    '' as bucket,
    claim.claim_id as event_id,
    event.occurred_at,
    event.url,
    case when claim.claim_type = 'self' then 'S' else 'P' end as evidence_level,
    'claim_' || claim.state as rule_id
from core.claim as claim
inner join core.event as event on claim.claim_id = event.event_id
left join witness_note on claim.claim_id = witness_note.note_id
where
    claim.state in ('traced', 'witnessed', 'late', 'alone')
    and witness_note.note_id is null
    and not event.is_future
