-- doc: One row is one claim behind one activity and the minutes that it stands for, by bounds.
-- grain: activity_id, event_id
with claimed as (
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

-- What is claimed counts only for kinds without default minutes.
select
    claimed.activity_id,
    claimed.event_id,
    claimed.person_id,
    claimed.kind,
    claimed.occurred_at,
    case
        when claimed.bound > 2 then 0
        when kind.minutes_high > 0
            then cast(kind.minutes_mid as double) / greatest(1, claimed.events)
        else
            coalesce(
                cast(claim.minutes_low + claim.minutes_high as double) / 2 * room.part_mid, 0
            )
    end as minutes_mid,
    case
        when kind.minutes_high > 0
            then cast(kind.minutes_high as double) / greatest(1, claimed.events)
        else coalesce(cast(claim.minutes_high as double) * room.part_high, 0)
    end as minutes_high
from claimed
inner join rules.kinds__kinds as kind on claimed.kind = kind.kind
left join core.claim as claim on claimed.event_id = claim.claim_id
left join core._claim_room as room on claim.claim_id = room.claim_id
where not kind.is_tag
