-- doc: One row is the newest decision about one account and one person; older ones are history.
-- grain: account_id, person_key
with numbered_decision as (
    select
        account_id,
        person_key,
        action,
        valid_from,
        valid_to,
        -- Two accounts are one pair, whichever of them the decision names first.
        row_number() over (
            partition by least(account_id, person_key), greatest(account_id, person_key)
            order by decided_at desc, action desc, account_id desc
        ) as age
    from staging.roster__identity_decision
)

select
    account_id,
    person_key,
    action,
    coalesce(valid_from, date '1900-01-01') as valid_from,
    valid_to,
    valid_from is not null or valid_to is not null as is_dated
from numbered_decision
where age = 1
