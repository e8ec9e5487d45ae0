-- doc: One row is one person with activities, their number and the base of their moments.
-- grain: person_id
-- A moment is base plus seconds since 1970: one number sorts faster than a person and a time.
with active_person as (
    select distinct person_id
    from core.activity_evidence
),

numbered_person as (
    select
        person_id,
        row_number() over (order by person_id) as person_number
    from active_person
)

-- Seconds since 1970 have ten digits, so that the moments of two people never meet.
select
    person_id,
    person_number,
    person_number * 100000000000 as base
from numbered_person
