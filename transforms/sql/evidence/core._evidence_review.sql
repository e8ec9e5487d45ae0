-- doc: One row is one event in which one person reviewed a change of somebody else.
-- grain: person_id, kind, object_id, event_id
with trailer as (
    select
        event.*,
        trailer_kind.kind as activity_kind
    from core._person_event as event
    inner join rules.credit__trailer_kinds as trailer_kind
        on event.kind = 'git.' || trailer_kind.role
),

review as (
    select
        event.*,
        'review.code' as activity_kind
    from core._person_event as event
    where event.kind in ('github.review.submitted', 'github.review.commented')
),

credit as (
    select * from trailer
    union all
    select * from review
)

select
    credit.person_id,
    credit.activity_kind as kind,
    credit.object_type,
    credit.object_id,
    credit.container,
    '' as bucket,
    credit.event_id,
    credit.occurred_at,
    credit.url,
    'O' as evidence_level,
    case when credit.source = 'git' then 'trailer' else 'review' end as rule_id
from credit
left join core._change_author as author
    on credit.object_id = author.object_id and credit.person_id = author.person_id
where author.person_id is null
