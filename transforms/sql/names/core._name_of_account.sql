-- doc: One row is one name under which one account was ever seen.
-- grain: account_id, name
select
    'git:' || lower(email) as account_id,
    name
from staging.git__person_credit
where email is not null and name is not null
union
select
    'git:' || lower(mapped_email) as account_id,
    mapped_name as name
from staging.git__person_credit
where mapped_email is not null and mapped_name is not null
union
select
    'git:' || lower(tagger_email) as account_id,
    tagger_name as name
from staging.git__tag
where tagger_email is not null and tagger_name is not null
union
select
    account_id,
    display_name as name
from core._every_account
where
    source <> 'git'
    and display_name is not null
    and not regexp_matches(lower(display_name), $accounts__placeholder_names)
