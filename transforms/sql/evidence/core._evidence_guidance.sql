-- doc: One row is one review, or comment of one, that gives a reason to an author who is new there.
-- grain: person_id, kind, object_id, event_id
with limits as (
    select
        max(value) filter (where name = 'tenure_days_ahead') * 86400 as seconds_ahead,
        cast(max(value) filter (where name = 'newcomer_days') as integer) as newcomer_days
    from rules.limits__thresholds
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
cross join limits
where
    author_tenure.is_beginning_known
    and epoch(author_tenure.first_at) - epoch(reviewer_tenure.first_at) >= limits.seconds_ahead
    and cast(review.occurred_at as date)
    <= cast(author_tenure.first_at as date) + limits.newcomer_days
group by
    review.person_id,
    review.object_type,
    review.object_id,
    review.container,
    review.event_id
