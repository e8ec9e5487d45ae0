-- doc: One row is one inline comment on a page.
-- grain: comment_id
select
    comment_id,
    page_id,
    parent_comment_id,
    url,
    author_id,
    resolution,
    resolver_id,
    resolved_at,
    created_at,
    updated_at,
    observed_at,
    _deleted_at as deleted_at
from raw.confluence__inline_comment
