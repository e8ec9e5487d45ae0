-- doc: One row is one file or commit, as a hash, and who first named it on one issue or ticket.
-- grain: object_id, name_hash
with ordered_naming as (
    select
        naming.*,
        row_number() over (
            partition by naming.object_id, naming.name_hash
            order by naming.named_at, naming.event_id
        ) as place
    from core._naming as naming
)

select
    ordered_naming.object_id,
    ordered_naming.name_hash,
    ordered_naming.event_id,
    -- An edit may have added the name.
    ordered_naming.edited_at as named_at,
    event.person_id,
    event.object_type,
    event.container,
    event.occurred_at,
    event.url
from ordered_naming
inner join core._person_event as event on ordered_naming.event_id = event.event_id
where ordered_naming.place = 1 and ordered_naming.is_comment and event.object_type <> 'pull'
