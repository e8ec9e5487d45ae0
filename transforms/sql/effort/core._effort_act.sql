-- doc: One row is one event behind one activity, on its person's timeline.
-- grain: activity_id, event_id
with timeline_evidence as (
    select
        evidence.activity_id,
        evidence.event_id,
        evidence.person_id,
        evidence.kind,
        evidence.object_id,
        evidence.occurred_at,
        evidence.bound,
        person.person_number,
        person.base + cast(floor(epoch(evidence.occurred_at)) as bigint) as moment
    from core.activity_evidence as evidence
    inner join core._timeline_person as person on evidence.person_id = person.person_id
    inner join rules.kinds__kinds as kind on evidence.kind = kind.kind
    left join rules.effort__lasting_kinds as lasting_kind
        on evidence.kind = lasting_kind.kind and lasting_kind.lasts_as = 'meeting'
    -- Claims have no moment, and attendees do nothing in a tool when a meeting begins.
    where
        not kind.is_tag
        and lasting_kind.kind is null
        and evidence.object_type is distinct from 'claim'
),

-- Few events stand behind several activities.
shared_event as (
    select
        person_id,
        event_id,
        min(activity_id) as first_activity_id,
        count(*) filter (where bound = 1) as activities_low,
        count(*) filter (where bound <= 2) as activities_mid,
        count(*) as activities_high
    from timeline_evidence
    group by
        person_id,
        event_id
    having count(*) > 1
)

select
    timeline_evidence.activity_id,
    timeline_evidence.event_id,
    timeline_evidence.person_id,
    timeline_evidence.kind,
    timeline_evidence.object_id,
    timeline_evidence.occurred_at,
    timeline_evidence.bound,
    timeline_evidence.person_number,
    timeline_evidence.moment,
    coalesce(shared_event.first_activity_id, timeline_evidence.activity_id)
    = timeline_evidence.activity_id as is_first,
    coalesce(shared_event.activities_low, 1) as activities_low,
    coalesce(shared_event.activities_mid, 1) as activities_mid,
    coalesce(shared_event.activities_high, 1) as activities_high
from timeline_evidence
left join shared_event
    on
        timeline_evidence.person_id = shared_event.person_id
        and timeline_evidence.event_id = shared_event.event_id
