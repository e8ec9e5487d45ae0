-- doc: One row is one authoring of a pull request named for somebody who reviewed it, not wrote it.
-- grain: event_id
-- GitHub's buttons for suggestions, updates of a branch and squashes name whoever pressed them.
with own_review as (
    select
        event.object_id,
        event.person_id,
        min(event.occurred_at) as reviewed_at
    from core._person_event as event
    left join staging.github__review as review
        on event.event_id = 'github:review:' || review.review_id
    left join staging.github__review_comment as comment
        on event.event_id = 'github:review_comment:' || comment.comment_id
    where
        event.kind in ('github.review.submitted', 'github.review.commented')
        -- Authors reply to their reviewers, and a reply is a review without words besides.
        and comment.in_reply_to_id is null
        and (review.state is distinct from 'COMMENTED' or review.word_count > 0)
    group by
        event.object_id,
        event.person_id
),

own_commit as (
    select
        object_id,
        person_id,
        min(occurred_at) as authored_at
    from core._person_event
    where kind = 'git.author'
    group by
        object_id,
        person_id
)

select event.event_id
from core._person_event as event
inner join rules.credit__author_roles as author_role on event.kind = 'git.' || author_role.role
inner join own_review
    on event.object_id = own_review.object_id and event.person_id = own_review.person_id
left join own_commit
    on event.object_id = own_commit.object_id and event.person_id = own_commit.person_id
left join core._thread_opener as opener on event.object_id = opener.object_id
where
    coalesce(own_commit.authored_at >= own_review.reviewed_at, true)
    and opener.person_id is distinct from event.person_id
    -- An author whose request was opened by nobody known may have answered on it.
    and (opener.person_id is not null or event.kind <> 'git.author')
