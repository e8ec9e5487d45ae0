-- doc: One row is one person and the last team that they joined by the end of one month.
-- grain: person_id, month
with pull_month as (
    select distinct month
    from core._component_change
    where is_pull
)

select
    team_member.person_id,
    pull_month.month,
    max_by(team_member.team, team_member.valid_from) as team
from pull_month
inner join core._team_member as team_member
    on team_member.valid_from < cast(pull_month.month + interval '1 month' as date)
group by
    team_member.person_id,
    pull_month.month
