-- doc: One row is one event in which one person reviewed a change of somebody else.
-- grain: person_id, kind, object_id, event_id
with trailer_event as (
    select
        event.*,
        trailer_kind.kind as activity_kind
    from core._person_event as event
    inner join rules.credit__trailer_kinds as trailer_kind
        on event.kind = 'git.' || trailer_kind.role
),

tool_review as (
    select
        event.*,
        'review.code' as activity_kind
    from core._person_event as event
    where event.kind in ('github.review.submitted', 'github.review.commented')
),

review_event as (
    select * from trailer_event
    union all
    select * from tool_review
)

select
    review_event.person_id,
    review_event.activity_kind as kind,
    review_event.object_type,
    review_event.object_id,
    review_event.container,
    '' as bucket,
    review_event.event_id,
    review_event.occurred_at,
    review_event.url,
    'O' as evidence_level,
    case when review_event.source = 'git' then 'trailer' else 'review' end as rule_id
from review_event
left join core._change_author as author
    on review_event.object_id = author.object_id and review_event.person_id = author.person_id
where author.person_id is null
