-- doc: One row is one published release.
-- grain: release_id
select
    release_id,
    repository_id,
    tag_name,
    title,
    url,
    author_id,
    author_login,
    author_type,
    named,
    is_prerelease,
    created_at,
    published_at,
    observed_at,
    _deleted_at as deleted_at
from raw.github__release
