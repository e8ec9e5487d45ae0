-- doc: One row is one field of the site, so that custom fields can be told apart.
-- grain: field_id
select
    field_id,
    name,
    type,
    is_custom,
    observed_at,
    _deleted_at as deleted_at
from raw.jira__field
