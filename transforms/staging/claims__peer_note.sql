-- doc: One row is one piece of work that a person says is another's.
-- grain: note_id
select
    note_id,
    author_email,
    is_verified,
    about_email,
    tag,
    kind,
    object_ref,
    noted_on,
    relation,
    words,
    submitted_at,
    observed_at,
    _deleted_at as deleted_at
from raw.claims__peer_note
