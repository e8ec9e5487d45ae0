-- doc: One row is one event that names what one person did for a change, whoever authored it.
-- grain: event_id, activity_kind
with review as (
    select
        event.*,
        trailer_kind.kind as activity_kind,
        'trailer' as rule_id
    from core._person_event as event
    inner join rules.credit__trailer_kinds as trailer_kind
        on event.kind = 'git.' || trailer_kind.role
    union all
    select
        event.*,
        'review.code' as activity_kind,
        'review' as rule_id
    from core._person_event as event
    where event.kind in ('github.review.submitted', 'github.review.commented')
),

known_change as (
    select distinct object_id
    from core._authorship
)

select
    review.event_id,
    review.source,
    review.person_id,
    review.object_type,
    review.object_id,
    review.container,
    review.occurred_at,
    review.url,
    review.activity_kind,
    review.rule_id,
    known_change.object_id is not null as is_author_known,
    author.person_id is not null as is_author
from review
left join known_change on review.object_id = known_change.object_id
left join core._change_author as author
    on review.object_id = author.object_id and review.person_id = author.person_id
