-- doc: One row is one review comment that explains or suggests, for an author with less tenure.
-- grain: person_id, kind, object_id, event_id
with tenure_limit as (
    select value as days
    from rules.limits__thresholds
    where name = 'tenure_days_ahead'
)

select
    review.person_id,
    'mentoring.review_guidance' as kind,
    review.object_type,
    review.object_id,
    review.container,
    '' as bucket,
    review.event_id,
    min(review.occurred_at) as occurred_at,
    min(review.url) as url,
    'O' as evidence_level,
    'review_guidance' as rule_id
from core._evidence_review as review
inner join core._explaining_comment as explaining_comment
    on review.event_id = explaining_comment.event_id
inner join core._change_author as author on review.object_id = author.object_id
inner join core._tenure as reviewer_tenure
    on
        review.container = reviewer_tenure.container
        and review.person_id = reviewer_tenure.person_id
inner join core._tenure as author_tenure
    on
        review.container = author_tenure.container
        and author.person_id = author_tenure.person_id
cross join tenure_limit
where
    epoch(author_tenure.first_at) - epoch(reviewer_tenure.first_at)
    >= tenure_limit.days * 86400
group by
    review.person_id,
    review.object_type,
    review.object_id,
    review.container,
    review.event_id
