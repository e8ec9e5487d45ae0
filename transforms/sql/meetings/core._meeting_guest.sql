-- doc: One row is one address asked to one occurrence of a meeting; groups are taken apart.
-- grain: object_id, email
with shown as (
    select
        meeting.object_id,
        lower(attendee.email) as email,
        attendee.response,
        attendee.is_room
    from core._meeting as meeting
    inner join core._meeting_copy as shown_copy on meeting.object_id = shown_copy.object_id
    inner join staging.google__attendee as attendee
        on shown_copy.calendar = attendee.calendar and shown_copy.event_id = attendee.event_id
    where not meeting.is_private
),

member as (
    select
        lower(directory_group.email) as group_email,
        lower(group_member.email) as email
    from staging.google__group as directory_group
    inner join staging.google__group_member as group_member
        on directory_group.group_id = group_member.group_id
    where
        group_member.type = 'USER'
        and group_member.email is not null
)

select
    shown.object_id,
    coalesce(member.email, shown.email) as email,
    bool_or(shown.response = 'accepted' and member.email is null) as has_accepted
from shown
left join member on shown.email = member.group_email
where not shown.is_room
group by
    shown.object_id,
    coalesce(member.email, shown.email)
