-- doc: One row is one event behind one activity, on its person's timeline.
-- grain: activity_id, event_id
with placed as (
    select
        evidence.activity_id,
        evidence.event_id,
        evidence.person_id,
        evidence.kind,
        evidence.object_id,
        evidence.occurred_at,
        evidence.bound,
        person.base + cast(floor(epoch(evidence.occurred_at)) as bigint) as moment
    from core.activity_evidence as evidence
    inner join core._timeline_person as person on evidence.person_id = person.person_id
    inner join rules.kinds__kinds as kind on evidence.kind = kind.kind
    left join rules.effort__lasting_kinds as lasting
        on evidence.kind = lasting.kind and lasting.lasts_as = 'meeting'
    -- Claims have no moment, and meetings begin without an act of those who come.
    where not kind.is_tag and lasting.kind is null and evidence.object_type is distinct from 'claim'
),

-- Few events stand behind several activities.
several as (
    select
        person_id,
        event_id,
        min(activity_id) as first_activity_id,
        count(*) filter (where bound = 1) as activities_low,
        count(*) filter (where bound <= 2) as activities_mid,
        count(*) as activities_high
    from placed
    group by
        person_id,
        event_id
    having count(*) > 1
)

select
    placed.activity_id,
    placed.event_id,
    placed.person_id,
    placed.kind,
    placed.object_id,
    placed.occurred_at,
    placed.bound,
    placed.moment,
    coalesce(several.first_activity_id, placed.activity_id) = placed.activity_id as is_first,
    coalesce(several.activities_low, 1) as activities_low,
    coalesce(several.activities_mid, 1) as activities_mid,
    coalesce(several.activities_high, 1) as activities_high
from placed
left join several
    on placed.person_id = several.person_id and placed.event_id = several.event_id
