-- doc: One row is one tag of one repository.
-- grain: repository, name
select
    repository,
    name,
    target_sha,
    is_annotated,
    tagger_name,
    tagger_email,
    tagged_at,
    url,
    observed_at,
    _deleted_at as deleted_at
from raw.git__tag
