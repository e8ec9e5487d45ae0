-- doc: One row is one act of one contributor to the record of one meeting that people kept.
-- grain: object_id, contributor, role, event_id
with meeting_record as (
    select
        minutes.object_id,
        max(minutes.ends_at) as ended_at
    from core._minutes as minutes
    left join core._minutes_writer as writer on minutes.object_id = writer.object_id
    group by minutes.object_id
    having bool_or(not minutes.is_machine_made or writer.object_id is not null)
),

-- An item in a document of several meetings may belong to any of them.
single_document as (
    select
        document_id,
        min(object_id) as object_id
    from core._minutes
    group by document_id
    having count(*) = 1
),

record_act as (
    select
        writer.object_id,
        writer.person_id as contributor,
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
        'scribe:' || scribe.name_hash as contributor,
        false as is_known,
        'minute_taker' as role,
        trace.event_id,
        trace.occurred_at as contributed_at
    from core._minutes_scribe as scribe
    inner join core._minutes_trace as trace on scribe.object_id = trace.object_id
    where scribe.person_id is null and scribe.is_somebody and scribe.is_current
    union all
    select
        single_document.object_id,
        evidence.person_id as contributor,
        true as is_known,
        'action_follower' as role,
        evidence.event_id,
        evidence.occurred_at as contributed_at
    from core.activity_evidence as evidence
    inner join core.event as event on evidence.event_id = event.event_id
    inner join single_document on event.object_id = single_document.document_id
    where
        evidence.kind = 'meeting.action_followup'
        and evidence.evidence_level in ('O', 'I')
    union all
    select
        organizer.object_id,
        coalesce(organizer.person_id, 'organizer') as contributor,
        organizer.person_id is not null as is_known,
        'organizer' as role,
        organizer.object_id || ':held' as event_id,
        organizer.starts_at as contributed_at
    from core._meeting_organizer as organizer
    where organizer.organizer_email is not null
)

select
    record_act.object_id,
    record_act.contributor,
    record_act.is_known,
    record_act.role,
    record_act.event_id,
    record_act.contributed_at,
    coalesce(
        meeting_record.ended_at,
        max(case when record_act.role = 'minute_taker' then record_act.contributed_at end) over (
            partition by record_act.object_id
        ),
        record_act.contributed_at
    ) as ended_at
from record_act
inner join meeting_record on record_act.object_id = meeting_record.object_id
