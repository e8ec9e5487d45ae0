-- doc: One row is one occurrence of a meeting and the person who organizes it, if that is known.
-- grain: object_id
-- A group, a room or a calendar organizes for nobody knows whom, whoever signs with its address.
with nobodys_address as (
    select email
    from core._group_address
    union
    select lower(email) as email
    from staging.google__attendee
    where is_room
)

select
    meeting.object_id,
    meeting.series_id,
    meeting.starts_at,
    meeting.created_at,
    meeting.organizer_email,
    case when nobodys_address.email is null then address.person_id end as person_id
from core._meeting as meeting
left join nobodys_address on meeting.organizer_email = nobodys_address.email
left join core._address as address
    on
        meeting.organizer_email = address.email
        and not regexp_matches(address.email, $accounts__calendar_addresses)
where not meeting.is_private
