-- doc: One row is one meeting that one person attended and its seconds, by bounds.
-- grain: person_id, object_id
with limits as (
    select max(value) * 3600 as longest
    from rules.effort__limits
    where name = 'meeting_hours'
),

-- Meet tells who came when; who accepted, and no call tells of, was there as scheduled.
attended as (
    select
        event.person_id,
        event.object_id,
        min(floor(epoch(meeting.starts_at))) as starts,
        min(floor(epoch(meeting.ends_at))) as ends,
        min(floor(epoch(participant.joined_at))) as joined,
        max(floor(epoch(coalesce(participant.left_at, meeting.ends_at)))) as parted
    from core._person_event as event
    inner join core._meeting as meeting on event.object_id = meeting.object_id
    left join staging.google__participant as participant
        on
            meeting.conference_id = participant.conference_id
            and event.event_id = meeting.object_id || ':' || participant.user_id
            and participant.joined_at is not null
    where event.kind = 'google.meeting.attended' and not meeting.is_private
    group by
        event.person_id,
        event.object_id
)

select
    attended.person_id,
    attended.object_id,
    cast(coalesce(attended.joined, attended.starts) as bigint) as starts_mid,
    cast(
        case when attended.joined is null then attended.ends else attended.parted end as bigint
    ) as ends_mid,
    cast(least(attended.starts, coalesce(attended.joined, attended.starts)) as bigint)
        as starts_high,
    cast(
        case
            when attended.joined is null then attended.ends
            else greatest(attended.ends, attended.parted)
        end as bigint
    ) as ends_high
from attended
cross join limits
where
    attended.ends - attended.starts <= limits.longest
    and coalesce(attended.parted - attended.joined, 0) <= limits.longest
