-- doc: One row is one person whom minutes name as scribe or as present, as a hash.
-- grain: repository, path, name_hash, role
select
    repository,
    path,
    name_hash,
    role,
    rule_id,
    observed_at,
    _deleted_at as deleted_at
from raw.git__minutes_person
