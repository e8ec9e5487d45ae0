-- doc: One row is one occurrence of a meeting and how many people were invited.
-- grain: object_id
select
    meeting.object_id,
    count(distinct guest.email) as people
from core._meeting as meeting
left join core._meeting_guest as guest on meeting.object_id = guest.object_id
group by meeting.object_id
