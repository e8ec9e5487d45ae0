-- doc: One row is one trace of what somebody did for the record of one meeting that people kept.
-- grain: object_id, party, role, event_id
with record as (
    select
        minutes.object_id,
        max(minutes.ends_at) as ended_at
    from core._minutes as minutes
    left join core._minutes_writer as writer on minutes.object_id = writer.object_id
    group by minutes.object_id
    having bool_or(not minutes.is_machine_made or writer.object_id is not null)
),

-- What is in a document of many meetings may be of any of them.
single as (
    select
        document_id,
        min(object_id) as object_id
    from core._minutes
    group by document_id
    having count(*) = 1
),

taken as (
    select
        writer.object_id,
        writer.person_id as party,
        true as is_known,
        'minute_taker' as role,
        coalesce(edit.event_id, trace.event_id) as event_id,
        coalesce(edit.occurred_at, trace.occurred_at) as contributed_at
    from core._minutes_writer as writer
    inner join core._minutes_trace as trace on writer.object_id = trace.object_id
    left join core._minutes_edit as edit
        on
            writer.object_id = edit.object_id
            and writer.person_id = edit.person_id
            and not edit.is_machine_made
    union all
    select
        scribe.object_id,
        'scribe:' || scribe.name_hash as party,
        false as is_known,
        'minute_taker' as role,
        trace.event_id,
        trace.occurred_at as contributed_at
    from core._minutes_scribe as scribe
    inner join core._minutes_trace as trace on scribe.object_id = trace.object_id
    where scribe.person_id is null and scribe.is_current
    union all
    select
        single.object_id,
        evidence.person_id as party,
        true as is_known,
        'action_follower' as role,
        evidence.event_id,
        evidence.occurred_at as contributed_at
    from core.activity_evidence as evidence
    inner join core.event as event on evidence.event_id = event.event_id
    inner join single on event.object_id = single.document_id
    where
        evidence.kind = 'meeting.action_followup'
        and evidence.evidence_level in ('O', 'I')
    union all
    select
        meeting.object_id,
        coalesce(organizer.person_id, 'organizer') as party,
        organizer.person_id is not null as is_known,
        'organizer' as role,
        meeting.object_id || ':held' as event_id,
        meeting.starts_at as contributed_at
    from core._meeting as meeting
    left join core._address as organizer on meeting.organizer_email = organizer.email
    where meeting.organizer_email is not null
)

select
    taken.object_id,
    taken.party,
    taken.is_known,
    taken.role,
    taken.event_id,
    taken.contributed_at,
    coalesce(
        record.ended_at,
        max(case when taken.role = 'minute_taker' then taken.contributed_at end) over (
            partition by taken.object_id
        ),
        taken.contributed_at
    ) as ended_at
from taken
inner join record on taken.object_id = record.object_id
