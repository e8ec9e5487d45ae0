-- doc: One row is one person named on one commit in one role.
-- grain: repository, sha, position
select
    repository,
    sha,
    position,
    role,
    name,
    email,
    mapped_name,
    mapped_email,
    in_trailer_block,
    observed_at,
    _deleted_at as deleted_at
from raw.git__person_credit
