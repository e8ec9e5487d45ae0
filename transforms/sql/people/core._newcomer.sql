-- doc: One row is one person and when they joined, as the best source that tells it says.
-- grain: person_id
with rostered as (
    select
        person_id,
        min(start_date) as joined_on
    from core._employment
    where start_date is not null
    group by person_id
),

-- Many accounts of one day were moved here together; that day says nothing.
busy_day as (
    select cast(created_at as date) as created_on
    from history.google__user
    group by cast(created_at as date)
    having
        count(*) >= (
            select value
            from rules.limits__thresholds
            where name = 'migrated_accounts'
        )
),

listed as (
    select
        link.person_id,
        min(cast(directory_user.created_at as date)) as joined_on
    from staging.google__user as directory_user
    inner join core._person_account as link on 'google:' || directory_user.user_id = link.account_id
    left join busy_day on cast(directory_user.created_at as date) = busy_day.created_on
    where busy_day.created_on is null
    group by link.person_id
)

select
    coalesce(rostered.person_id, listed.person_id) as person_id,
    coalesce(rostered.joined_on, listed.joined_on) as joined_on
from rostered
full outer join listed on rostered.person_id = listed.person_id
