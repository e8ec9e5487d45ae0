-- doc: One row is one event behind minutes that one person wrote, corrected or published.
-- grain: person_id, kind, object_id, event_id
with minutes_object as (
    select
        object_id,
        min(object_type) as object_type,
        min(container) as container
    from core._minutes
    group by object_id
),

curation_delay as (
    select value * 60 as seconds
    from rules.limits__thresholds
    where name = 'curated_minutes'
),

curation_edit as (
    select
        edit.person_id,
        edit.object_id,
        edit.event_id,
        edit.occurred_at
    from core._minutes_edit as edit
    cross join curation_delay
    where
        edit.is_machine_made
        and epoch(edit.occurred_at) >= epoch(edit.ends_at) + curation_delay.seconds
    union all
    select
        page_save.person_id,
        page_save.object_id,
        page_save.event_id,
        page_save.occurred_at
    from core._page_save as page_save
    inner join core._minutes as minutes on page_save.object_id = minutes.object_id
    inner join core._page as page on page_save.object_id = page.object_id
    cross join curation_delay
    where
        minutes.is_machine_made
        and epoch(page_save.occurred_at) >= epoch(page.created_at) + curation_delay.seconds
)

select
    writer.person_id,
    'meeting.minutes' as kind,
    minutes_object.object_type,
    writer.object_id,
    minutes_object.container,
    '' as bucket,
    trace.event_id,
    trace.occurred_at,
    trace.url,
    writer.evidence_level,
    writer.rule_id
from core._minutes_writer as writer
inner join minutes_object on writer.object_id = minutes_object.object_id
inner join core._minutes_trace as trace on writer.object_id = trace.object_id
union all
select
    edit.person_id,
    'meeting.minutes' as kind,
    minutes_object.object_type,
    edit.object_id,
    minutes_object.container,
    '' as bucket,
    edit.event_id,
    edit.occurred_at,
    event.url,
    writer.evidence_level,
    writer.rule_id
from core._minutes_edit as edit
inner join core._minutes_writer as writer
    on edit.object_id = writer.object_id and edit.person_id = writer.person_id
inner join minutes_object on edit.object_id = minutes_object.object_id
inner join core.event as event on edit.event_id = event.event_id
where not edit.is_machine_made
union all
select
    curation_edit.person_id,
    'meeting.curated_notes' as kind,
    minutes_object.object_type,
    curation_edit.object_id,
    minutes_object.container,
    '' as bucket,
    curation_edit.event_id,
    curation_edit.occurred_at,
    event.url,
    'O' as evidence_level,
    'machine_notes_edited' as rule_id
from curation_edit
inner join minutes_object on curation_edit.object_id = minutes_object.object_id
inner join core.event as event on curation_edit.event_id = event.event_id
union all
select distinct
    author.person_id,
    'meeting.published_minutes' as kind,
    coalesce(trace.mass_edit_type, minutes_object.object_type) as object_type,
    coalesce(trace.mass_edit_id, trace.object_id) as object_id,
    minutes_object.container,
    '' as bucket,
    trace.event_id,
    trace.occurred_at,
    trace.url,
    'O' as evidence_level,
    case when trace.mass_edit_id is null then 'published_minutes' else 'mass_edit' end as rule_id
from core._minutes_trace as trace
inner join minutes_object on trace.object_id = minutes_object.object_id
inner join core._person_event as author on trace.event_id = author.event_id
left join core._minutes_writer as writer
    on trace.object_id = writer.object_id and author.person_id = writer.person_id
where author.kind = 'git.author' and trace.is_publication and writer.person_id is null
