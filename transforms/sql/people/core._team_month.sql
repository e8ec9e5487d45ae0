-- doc: One row is one person and the last team they were in by the end of one month.
-- grain: person_id, month
with pulled_month as (
    select distinct month
    from core._component_change
    where is_pull
)

select
    team_member.person_id,
    pulled_month.month,
    max_by(team_member.team, team_member.valid_from) as team
from pulled_month
inner join core._team_member as team_member
    on team_member.valid_from < cast(pulled_month.month + interval '1 month' as date)
group by
    team_member.person_id,
    pulled_month.month
