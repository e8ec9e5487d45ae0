-- doc: One row is the number of objects that one person worked on in one ISO week, by kind.
-- grain: person_id, week, kind
-- references: person_id -> marts.person.person_id
select
    person_id,
    cast(date_trunc('week', occurred_at) as date) as week,
    kind,
    count(distinct object_id) as object_count
from core.activity_evidence
group by
    person_id,
    cast(date_trunc('week', occurred_at) as date),
    kind
