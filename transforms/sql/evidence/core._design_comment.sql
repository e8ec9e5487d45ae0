-- doc: One row is one comment on a design, of somebody who comments on it more than in passing.
-- grain: event_id
with limits as (
    select value as comments
    from rules.limits__thresholds
    where name = 'design_comments'
),

minutes_document as (
    select distinct document_id
    from core._minutes
)

select
    event.event_id,
    event.person_id,
    event.object_id,
    event.container,
    event.occurred_at,
    event.url,
    document_author.object_id is not null as is_author_known
from core._person_event as event
inner join staging.google__file as file on event.object_id = 'google:' || file.file_id
cross join limits
left join core._document_author as document_author on event.object_id = document_author.object_id
left join minutes_document on event.object_id = minutes_document.document_id
left join core._evidence_mentoring as coaching
    on
        event.person_id = coaching.person_id
        and event.object_id = coaching.object_id
        and coaching.kind = 'mentoring.coaching_artifact'
where
    file.title_class = 'design'
    and not file.is_machine_title
    and event.kind in (
        'google.document.commented', 'google.suggestion.added', 'google.suggestion.accepted'
    )
    and minutes_document.document_id is null
    and coalesce(document_author.person_id, '') <> event.person_id
    and coaching.person_id is null
qualify
    count(*) over (
        partition by
            event.person_id,
            event.object_id
    ) >= limits.comments
