-- doc: One row is one name that minutes give for their scribe, and the person if only one has it.
-- grain: object_id, name_hash
with first_name_match as (
    select
        scribe.object_id,
        scribe.name_hash,
        count(distinct attendee.attendee) as attendees,
        min(attendee.person_id) as person_id
    from core._minutes_name as scribe
    inner join core._minutes_attendee as attendee
        on
            scribe.object_id = attendee.object_id
            and scribe.name_hash = attendee.first_name_hash
    where scribe.role = 'scribe' and scribe.form = 'first'
    group by
        scribe.object_id,
        scribe.name_hash
),

namesake as (
    select
        first_name_hash,
        count(*) as people
    from core._first_name
    group by first_name_hash
),

known_scribe as (
    select
        scribe.object_id,
        scribe.name_hash,
        scribe.source,
        scribe.stream,
        scribe.form,
        scribe.line_number,
        scribe.is_current,
        coalesce(first_name_match.attendees, 0) as attendees,
        case
            when scribe.form in ('nobody', 'machine') or first_name_match.attendees > 1 then null
            when first_name_match.attendees = 1 then first_name_match.person_id
            -- One word may be all of somebody's name, where nobody else has it as a first name.
            when scribe.form <> 'first' or coalesce(namesake.people, 0) <= 1 then name.person_id
        end as person_id
    from core._minutes_name as scribe
    left join core._name as name on scribe.name_hash = name.name_hash
    left join first_name_match
        on
            scribe.object_id = first_name_match.object_id
            and scribe.name_hash = first_name_match.name_hash
    left join namesake on scribe.name_hash = namesake.first_name_hash
    where scribe.role = 'scribe'
)

select
    object_id,
    name_hash,
    source,
    stream,
    line_number,
    is_current,
    person_id,
    -- A full name or a mention is of somebody, known or not; other words need not be.
    person_id is not null or form in ('account', 'full') or attendees = 1 as is_somebody,
    form = 'machine' as is_machine
from known_scribe
