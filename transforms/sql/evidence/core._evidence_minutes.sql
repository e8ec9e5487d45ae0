-- doc: One row is one trace of minutes that one person wrote, put right or published.
-- grain: person_id, kind, object_id, event_id
with told as (
    select
        object_id,
        min(object_type) as object_type,
        min(container) as container
    from core._minutes
    group by object_id
),

wait as (
    select value * 60 as seconds
    from rules.limits__thresholds
    where name = 'curated_minutes'
),

machine_text as (
    select
        edit.*,
        told.object_type,
        told.container
    from core._minutes_edit as edit
    inner join told on edit.object_id = told.object_id
    cross join wait
    where edit.is_machine_made and epoch(edit.occurred_at) >= epoch(edit.ends_at) + wait.seconds
)

select
    writer.person_id,
    'meeting.minutes' as kind,
    told.object_type,
    writer.object_id,
    told.container,
    '' as bucket,
    trace.event_id,
    trace.occurred_at,
    trace.url,
    writer.evidence_level,
    writer.rule_id
from core._minutes_writer as writer
inner join told on writer.object_id = told.object_id
inner join core._minutes_trace as trace on writer.object_id = trace.object_id
union all
select
    edit.person_id,
    'meeting.minutes' as kind,
    told.object_type,
    edit.object_id,
    told.container,
    '' as bucket,
    edit.event_id,
    edit.occurred_at,
    event.url,
    writer.evidence_level,
    writer.rule_id
from core._minutes_edit as edit
inner join core._minutes_writer as writer
    on edit.object_id = writer.object_id and edit.person_id = writer.person_id
inner join told on edit.object_id = told.object_id
inner join core.event as event on edit.event_id = event.event_id
where not edit.is_machine_made
union all
select
    machine_text.person_id,
    'meeting.curated_notes' as kind,
    machine_text.object_type,
    machine_text.object_id,
    machine_text.container,
    '' as bucket,
    machine_text.event_id,
    machine_text.occurred_at,
    event.url,
    'O' as evidence_level,
    'machine_notes_edited' as rule_id
from machine_text
inner join core.event as event on machine_text.event_id = event.event_id
union all
select
    author.person_id,
    'meeting.published_minutes' as kind,
    told.object_type,
    trace.object_id,
    told.container,
    '' as bucket,
    trace.event_id,
    trace.occurred_at,
    trace.url,
    'O' as evidence_level,
    'published_minutes' as rule_id
from core._minutes_trace as trace
inner join told on trace.object_id = told.object_id
inner join core._person_event as author on trace.event_id = author.event_id
left join core._minutes_writer as writer
    on trace.object_id = writer.object_id and author.person_id = writer.person_id
where author.kind = 'git.author' and writer.person_id is null
