-- doc: One row per second to merge into the person's next action on the same object.
-- grain: moment
with apart as (
    select value as seconds
    from rules.effort__limits
    where name = 'one_act_seconds'
),

several as (
    select activity_id
    from core.activity_evidence
    group by activity_id
    having count(*) > 1
),

moment as (
    select distinct
        act.activity_id,
        act.moment
    from core._effort_act as act
    inner join several on act.activity_id = several.activity_id
),

step as (
    select
        activity_id,
        moment,
        lead(moment) over (
            partition by activity_id
            order by moment
        ) - moment as seconds
    from moment
),

going_on as (
    select
        step.activity_id,
        step.moment
    from step
    cross join apart
    where step.seconds < apart.seconds
)

select act.moment
from core._effort_act as act
left join going_on on act.activity_id = going_on.activity_id and act.moment = going_on.moment
where act.moment in (select candidate.moment from going_on as candidate)
group by act.moment
having count(*) = count(going_on.moment)
