-- doc: One row is one review comment, or review, that gives a reason or suggests a change.
-- grain: event_id
-- kind: view
select 'github:review_comment:' || comment_id as event_id
from staging.github__review_comment
where has_rationale or has_suggestion
union all
select 'github:review:' || review_id as event_id
from staging.github__review
where has_rationale
