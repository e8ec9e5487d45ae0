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
),

-- GitHub names who suggested lines as a co-author of them, and that does not undo the review.
suggester as (
    select distinct
        event.object_id,
        event.person_id
    from staging.github__review_comment as comment
    inner join core._person_event as event
        on 'github:review_comment:' || comment.comment_id = event.event_id
    where comment.has_suggestion and comment.is_outdated
),

named_author as (
    select
        authorship.object_id,
        authorship.person_id,
        bool_and(coalesce(event.kind = 'git.co-authored-by', false)) as is_only_named
    from core._authorship as authorship
    left join core.event as event on authorship.event_id = event.event_id
    where authorship.person_id is not null
    group by
        authorship.object_id,
        authorship.person_id
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
    author.person_id is not null
    and not (author.is_only_named and suggester.person_id is not null) as is_author
from review
left join known_change on review.object_id = known_change.object_id
left join named_author as author
    on review.object_id = author.object_id and review.person_id = author.person_id
left join suggester
    on review.object_id = suggester.object_id and review.person_id = suggester.person_id
