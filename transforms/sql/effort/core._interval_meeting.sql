-- doc: One row is one meeting that one person attended, from and until which second, by bound.
-- grain: person_id, object_id
with limits as (
    select max(value) * 3600 as longest
    from rules.effort__limits
    where name = 'meeting_hours'
),

-- Meet records when people came. Without a call, those who accepted were there as scheduled.
attendance as (
    select
        event.person_id,
        event.object_id,
        min(floor(epoch(meeting.starts_at))) as starts,
        min(floor(epoch(meeting.ends_at))) as ends,
        min(floor(epoch(participant.joined_at))) as joined,
        max(floor(epoch(coalesce(participant.left_at, meeting.ends_at)))) as departed
    from core._person_event as event
    inner join core._meeting as meeting on event.object_id = meeting.object_id
    left join core._meeting_call as call on meeting.object_id = call.object_id
    left join staging.google__participant as participant
        on
            call.conference_id = participant.conference_id
            and event.event_id = meeting.object_id || ':' || participant.user_id
            and participant.joined_at is not null
    where event.kind = 'google.meeting.attended' and not meeting.is_private
    group by
        event.person_id,
        event.object_id
)

select
    attendance.person_id,
    attendance.object_id,
    cast(coalesce(attendance.joined, attendance.starts) as bigint) as starts_mid,
    cast(
        case
            when attendance.joined is null then attendance.ends else attendance.departed
        end as bigint
    ) as ends_mid,
    cast(least(attendance.starts, coalesce(attendance.joined, attendance.starts)) as bigint)
        as starts_high,
    cast(
        case
            when attendance.joined is null then attendance.ends
            else greatest(attendance.ends, attendance.departed)
        end as bigint
    ) as ends_high
from attendance
cross join limits
where
    attendance.ends - attendance.starts <= limits.longest
    and coalesce(attendance.departed - attendance.joined, 0) <= limits.longest
