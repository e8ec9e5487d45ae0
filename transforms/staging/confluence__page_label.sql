-- doc: One row is one label of one page, of the labels that rules ask for.
-- grain: page_id, label
select
    page_id,
    label,
    observed_at,
    _deleted_at as deleted_at
from raw.confluence__page_label
