-- doc: One row is one file or commit, as a hash, and who first named it on one issue or ticket.
-- grain: object_id, name_hash
with naming as (
    select
        'github:issue_opened:' || issue_id as event_id,
        'github:' || repository_id || '#' || number as object_id,
        created_at as named_at,
        created_at as edited_at,
        false as is_comment,
        unnest(named_objects) as name_hash
    from staging.github__issue
    where deleted_at is null and not is_pull
    union all
    select
        'github:issue_comment:' || comment_id as event_id,
        'github:' || repository_id || '#' || issue_number as object_id,
        created_at as named_at,
        updated_at as edited_at,
        true as is_comment,
        unnest(named_objects) as name_hash
    from staging.github__issue_comment
    where deleted_at is null
    union all
    select
        'jira:comment:' || comment_id as event_id,
        'jira:' || issue_id as object_id,
        created_at as named_at,
        updated_at as edited_at,
        true as is_comment,
        unnest(named_objects) as name_hash
    from staging.jira__comment
    where deleted_at is null
),

ranked as (
    select
        naming.*,
        row_number() over (
            partition by naming.object_id, naming.name_hash
            order by naming.named_at, naming.event_id
        ) as place
    from naming
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
