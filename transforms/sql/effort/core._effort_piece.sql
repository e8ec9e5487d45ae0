-- doc: One row is one second whose acts merge into the person's next action on the same object.
-- grain: moment
with act_limit as (
    select value as seconds
    from rules.effort__limits
    where name = 'one_act_seconds'
),

divided_activity as (
    select activity_id
    from core.activity_evidence
    group by activity_id
    having count(*) > 1
),

activity_moment as (
    select distinct
        act.activity_id,
        act.moment
    from core._effort_act as act
    inner join divided_activity on act.activity_id = divided_activity.activity_id
),

activity_step as (
    select
        activity_id,
        moment,
        lead(moment) over (
            partition by activity_id
            order by moment
        ) - moment as seconds
    from activity_moment
),

early_moment as (
    select
        activity_step.activity_id,
        activity_step.moment
    from activity_step
    cross join act_limit
    where activity_step.seconds < act_limit.seconds
)

select act.moment
from core._effort_act as act
left join early_moment
    on act.activity_id = early_moment.activity_id and act.moment = early_moment.moment
where act.moment in (select candidate.moment from early_moment as candidate)
group by act.moment
having count(*) = count(early_moment.moment)
