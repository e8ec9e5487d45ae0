-- doc: One row is one review, or comment of one, with a reason; a suggestion alone gives none.
-- grain: event_id
-- kind: view
select 'github:review_comment:' || comment_id as event_id
from staging.github__review_comment
where has_rationale
union all
select 'github:review:' || review_id as event_id
from staging.github__review
where has_rationale
