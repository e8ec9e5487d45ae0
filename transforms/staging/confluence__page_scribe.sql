-- doc: One row is one name that a line of a minutes page gives as its scribe, as a hash.
-- grain: page_id, version_number, position
select
    page_id,
    version_number,
    position,
    name_hash,
    rule_id,
    _deleted_at as deleted_at
from raw.confluence__page_scribe
