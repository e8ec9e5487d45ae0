-- doc: One row is one person who wrote the minutes of one meeting, by the first rule that applies.
-- grain: object_id, person_id
with limits as (
    select
        max(value) filter (where name = 'minutes_slot_minutes') * 60 as slot,
        max(value) filter (where name = 'minutes_slots') as slots,
        max(value) filter (where name = 'minutes_slot_hours') * 3600 as after
    from rules.limits__thresholds
),

-- What names nobody leaves it to the next rule who wrote the minutes; a machine is their writer.
scribed_minutes as (
    select object_id
    from core._minutes_scribe
    where is_somebody or is_machine
    union
    select object_id
    from core._minutes
    where is_machine_made and object_type = 'page'
),

edited_slot as (
    select
        edit.object_id,
        edit.person_id,
        unnest(
            generate_series(
                cast(epoch(date_trunc('second', edit.started_at)) as bigint) // limits.slot,
                cast(epoch(date_trunc('second', edit.occurred_at)) as bigint) // limits.slot
            )
        ) as slot,
        cast(epoch(date_trunc('second', edit.starts_at)) as bigint) // limits.slot as first_slot,
        (cast(epoch(date_trunc('second', edit.ends_at)) as bigint) + limits.after)
        // limits.slot as last_slot
    from core._minutes_edit as edit
    cross join limits
    left join scribed_minutes as scribe on edit.object_id = scribe.object_id
    where not edit.is_machine_made and scribe.object_id is null
),

editor as (
    select
        object_id,
        person_id,
        count(distinct slot) filter (where slot between first_slot and last_slot) as slots
    from edited_slot
    group by
        object_id,
        person_id
),

editor_count as (
    select
        object_id,
        count(*) as people
    from editor
    group by object_id
),

page_editor as (
    select distinct
        page_save.object_id,
        page_save.person_id
    from core._page_save as page_save
    left join scribed_minutes as scribe on page_save.object_id = scribe.object_id
    where page_save.page_class = 'minutes' and scribe.object_id is null
)

select
    scribe.object_id,
    scribe.person_id,
    'O' as evidence_level,
    'named_scribe' as rule_id
from core._minutes_scribe as scribe
where scribe.person_id is not null and scribe.is_current
union
select
    editor.object_id,
    editor.person_id,
    'O' as evidence_level,
    case when editor_count.people = 1 then 'sole_editor' else 'regular_editor' end as rule_id
from editor
inner join editor_count on editor.object_id = editor_count.object_id
cross join limits
where editor_count.people = 1 or editor.slots >= limits.slots
union
select
    page_editor.object_id,
    page_editor.person_id,
    'I' as evidence_level,
    'minutes_editor' as rule_id
from page_editor
