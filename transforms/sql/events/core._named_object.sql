-- doc: One row is one file or commit, as a hash, and who first named it on one issue or ticket.
-- grain: object_id, name_hash
with ranked as (
    select
        naming.*,
        row_number() over (
            partition by naming.object_id, naming.name_hash
            order by naming.named_at, naming.event_id
        ) as place
    from core._naming as naming
)

select
    ranked.object_id,
    ranked.name_hash,
    ranked.event_id,
    -- An edit may have added the name.
    ranked.edited_at as named_at,
    event.person_id,
    event.object_type,
    event.container,
    event.occurred_at,
    event.url
from ranked
inner join core._person_event as event on ranked.event_id = event.event_id
where ranked.place = 1 and ranked.is_comment and event.object_type <> 'pull'
