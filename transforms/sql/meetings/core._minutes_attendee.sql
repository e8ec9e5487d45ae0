-- doc: One row is one first name of one attendee of a meeting with minutes, known or not.
-- grain: object_id, attendee, first_name_hash
with attendee as (
    select
        minutes_name.object_id,
        name.person_id,
        minutes_name.name_hash as unknown_id,
        minutes_name.first_name_hash
    from core._minutes_name as minutes_name
    left join core._name as name on minutes_name.name_hash = name.name_hash
    where minutes_name.role = 'present' or minutes_name.form = 'full'
    union all
    select
        minutes.object_id,
        address.person_id,
        guest.email as unknown_id,
        -- Whom nobody knows may have the name that begins the address.
        case
            when address.person_id is null
                then sha256(regexp_extract(guest.email, '^[^@._+-]+'))
        end as first_name_hash
    from core._minutes as minutes
    inner join core._meeting_guest as guest on minutes.object_id = guest.object_id
    left join core._address as address on guest.email = address.email
)

select distinct
    attendee.object_id,
    attendee.person_id,
    coalesce(attendee.person_id, attendee.unknown_id) as attendee,
    first_name.first_name_hash
from attendee
inner join core._first_name as first_name on attendee.person_id = first_name.person_id
union
select distinct
    object_id,
    person_id,
    coalesce(person_id, unknown_id) as attendee,
    first_name_hash
from attendee
where first_name_hash is not null
