-- doc: One row is one component, one month and the team with nearly all changes of the year before.
-- grain: component, month
-- A change counts for its author's team of that month, so that a renamed team keeps its changes.
with limits as (
    select
        max(value) filter (where name = 'owner_changes') as changes,
        max(value) filter (where name = 'owner_percent') as percent
    from rules.limits__thresholds
),

person_month as (
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

component_month as (
    select distinct
        component,
        month
    from core._component_change
    where is_pull
),

team_year as (
    select
        component_month.component,
        component_month.month,
        team_month.team,
        sum(person_month.changes) as changes
    from component_month
    inner join person_month
        on
            component_month.component = person_month.component
            and component_month.month > person_month.month
            and component_month.month - interval '1 year' <= person_month.month
    left join core._team_month as team_month
        on
            person_month.person_id = team_month.person_id
            and component_month.month = team_month.month
    group by
        component_month.component,
        component_month.month,
        team_month.team
)

select
    team_year.component,
    team_year.month,
    max_by(team_year.team, team_year.changes) filter (where team_year.team is not null) as team
from team_year
cross join limits
group by
    team_year.component,
    team_year.month,
    limits.changes,
    limits.percent
having
    max(case when team_year.team is not null then team_year.changes end) >= limits.changes
    and max(case when team_year.team is not null then team_year.changes end) * 100
    >= sum(team_year.changes) * limits.percent
