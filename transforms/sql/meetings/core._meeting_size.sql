-- doc: One row is one occurrence of a meeting and how many people were invited.
-- grain: object_id
-- Two addresses of one person are one guest; an address of nobody known is somebody.
select
    meeting.object_id,
    count(distinct coalesce(address.person_id, guest.email)) as people
from core._meeting as meeting
left join core._meeting_guest as guest on meeting.object_id = guest.object_id
left join core._address as address on guest.email = address.email
group by meeting.object_id
