-- doc: One row is one person and the number that their moments begin with: numbers sort faster.
-- grain: person_id
with active as (
    select distinct person_id
    from core.activity_evidence
)

-- Seconds since 1970 have ten digits, so that a person's moments are apart from everybody's.
select
    person_id,
    row_number() over (order by person_id) * 100000000000 as base
from active
