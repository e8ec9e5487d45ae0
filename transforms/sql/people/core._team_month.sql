-- doc: One row is one person and the last team that they joined by the end of one month, unless the
-- doc: roster took it back since.
-- grain: person_id, month
with pull_month as (
    select distinct month
    from core._component_change
    where is_pull
),

last_employment as (
    select
        employment.person_id,
        pull_month.month,
        employment.team
    from pull_month
    inner join core._employment as employment
        on employment.valid_from < cast(pull_month.month + interval '1 month' as date)
    qualify
        row_number() over (
            partition by
                employment.person_id,
                pull_month.month
            -- Of several jobs at once, the longer one.
            order by
                least(
                    coalesce(employment.valid_to, date '9999-12-31'),
                    cast(pull_month.month + interval '1 month' as date)
                ) desc,
                employment.fte desc,
                employment.valid_from desc,
                employment.job asc
        ) = 1
)

select
    person_id,
    month,
    team
from last_employment
where team is not null
