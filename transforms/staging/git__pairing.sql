-- doc: One row is one pair of people in a row of a table of leads and shadows, as hashes.
-- grain: repository, path, row_number, position
select
    repository,
    path,
    row_number,
    position,
    lead_hash,
    shadow_hash,
    role,
    started_on,
    observed_at,
    _deleted_at as deleted_at
from raw.git__pairing
