-- doc: One row is one address invited to one occurrence of a meeting; groups are expanded.
-- grain: object_id, email
with invitation as (
    select
        meeting.object_id,
        lower(attendee.email) as email,
        attendee.response,
        attendee.is_room
    from core._meeting as meeting
    inner join core._meeting_copy as calendar_copy on meeting.object_id = calendar_copy.object_id
    inner join staging.google__attendee as attendee
        on calendar_copy.calendar = attendee.calendar and calendar_copy.event_id = attendee.event_id
    where not meeting.is_private
),

group_address as (
    select distinct
        invited_group.email as group_email,
        lower(group_member.email) as email
    from core._group_address as invited_group
    inner join staging.google__group_member as group_member
        on invited_group.group_id = group_member.group_id
    where
        group_member.type in ('USER', 'EXTERNAL')
        and group_member.email is not null
)

select
    invitation.object_id,
    coalesce(group_address.email, invitation.email) as email,
    bool_or(invitation.response = 'accepted' and group_address.email is null) as has_accepted
from invitation
left join group_address on invitation.email = group_address.group_email
where not invitation.is_room
group by
    invitation.object_id,
    coalesce(group_address.email, invitation.email)
