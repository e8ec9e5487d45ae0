-- doc: One row is one saved version of one page.
-- grain: page_id, number
select
    page_id,
    number,
    url,
    author_id,
    is_minor,
    created_at,
    _deleted_at as deleted_at
from raw.confluence__page_version
