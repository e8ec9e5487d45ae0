-- doc: One row is one account and the person it belongs to as of the build.
-- grain: account_id
select
    account_id,
    person_id,
    person_key,
    rule,
    is_certain
from core.identity_link
where
    valid_from <= cast($as_of as date)
    and coalesce(valid_to, date '9999-12-31') >= cast($as_of as date)
