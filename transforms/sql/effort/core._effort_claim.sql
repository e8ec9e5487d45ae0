-- doc: One row is one claim behind one activity and the minutes that it stands for, by bound.
-- grain: activity_id, event_id
with claim_evidence as (
    select
        activity_id,
        event_id,
        person_id,
        kind,
        occurred_at,
        bound,
        count(*) over (partition by activity_id) as events
    from core.activity_evidence
    where object_type = 'claim'
)

-- Claimed minutes count only for kinds without default minutes.
select
    claim_evidence.activity_id,
    claim_evidence.event_id,
    claim_evidence.person_id,
    claim_evidence.kind,
    claim_evidence.occurred_at,
    case
        when claim_evidence.bound > 2 then 0
        when kind.minutes_high > 0
            then cast(kind.minutes_mid as double) / greatest(1, claim_evidence.events)
        else
            coalesce(
                cast(claim.minutes_low + claim.minutes_high as double) / 2 * claim_room.part_mid, 0
            )
    end as minutes_mid,
    case
        when kind.minutes_high > 0
            then cast(kind.minutes_high as double) / greatest(1, claim_evidence.events)
        else coalesce(cast(claim.minutes_high as double) * claim_room.part_high, 0)
    end as minutes_high
from claim_evidence
inner join rules.kinds__kinds as kind on claim_evidence.kind = kind.kind
left join core.claim as claim on claim_evidence.event_id = claim.claim_id
left join core._claim_room as claim_room on claim.claim_id = claim_room.claim_id
where not kind.is_tag
