-- doc: One row is one piece of work that a person says is theirs.
-- grain: claim_id
select
    claim_id,
    author_email,
    is_verified,
    kind,
    object_ref,
    started_on,
    ended_on,
    minutes_low,
    minutes_high,
    other_emails,
    beneficiary_email,
    beneficiary_team,
    share,
    visibility,
    words,
    submitted_at,
    observed_at,
    _deleted_at as deleted_at
from raw.claims__self_report
