-- doc: One row is one person and the day they joined: from the roster, else from the directory.
-- grain: person_id
with roster_start as (
    select
        person_id,
        min(start_date) as joined_on
    from core._employment
    where start_date is not null
    group by person_id
),

-- Many accounts created on one day were migrated together, so nobody joined on that day.
migration_day as (
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

directory_start as (
    select
        link.person_id,
        min(cast(directory_user.created_at as date)) as joined_on
    from staging.google__user as directory_user
    inner join core._person_account as link on 'google:' || directory_user.user_id = link.account_id
    left join migration_day on cast(directory_user.created_at as date) = migration_day.created_on
    where migration_day.created_on is null
    group by link.person_id
)

select
    coalesce(roster_start.person_id, directory_start.person_id) as person_id,
    coalesce(roster_start.joined_on, directory_start.joined_on) as joined_on
from roster_start
full outer join directory_start on roster_start.person_id = directory_start.person_id
