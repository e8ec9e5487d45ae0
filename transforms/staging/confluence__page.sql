-- doc: One row is one page.
-- grain: page_id
select
    page_id,
    space_id,
    parent_id,
    url,
    status,
    title_class,
    creator_id,
    owner_id,
    version_number,
    created_at,
    updated_at,
    observed_at,
    _deleted_at as deleted_at
from raw.confluence__page
