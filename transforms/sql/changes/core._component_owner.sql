-- doc: One row is one component in one month and the team that made nearly all of its last year.
-- grain: component, month
-- Teams are those of the month that is judged: a team that was renamed made what its people made.
with limits as (
    select
        max(value) filter (where name = 'owner_changes') as changes,
        max(value) filter (where name = 'owner_percent') as percent
    from rules.limits__thresholds
),

monthly as (
    select
        component,
        month,
        person_id,
        count(*) as changes
    from core._component_change
    group by
        component,
        month,
        person_id
),

judged as (
    select distinct
        component,
        month
    from core._component_change
    where is_pull
),

yearly as (
    select
        judged.component,
        judged.month,
        team_month.team,
        sum(monthly.changes) as changes
    from judged
    inner join monthly
        on
            judged.component = monthly.component
            and judged.month > monthly.month
            and judged.month - interval '1 year' <= monthly.month
    left join core._team_month as team_month
        on
            monthly.person_id = team_month.person_id
            and judged.month = team_month.month
    group by
        judged.component,
        judged.month,
        team_month.team
)

select
    yearly.component,
    yearly.month,
    max_by(yearly.team, yearly.changes) filter (where yearly.team is not null) as team
from yearly
cross join limits
group by
    yearly.component,
    yearly.month,
    limits.changes,
    limits.percent
having
    max(case when yearly.team is not null then yearly.changes end) >= limits.changes
    and max(case when yearly.team is not null then yearly.changes end) * 100
    >= sum(yearly.changes) * limits.percent
