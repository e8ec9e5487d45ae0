-- doc: One row is one person's share of the effort and of the credit for one finished object.
-- grain: process, object_id, person_id
with finished_object as (
    select
        outcome_type as process,
        object_id,
        min(ended_at) as ended_at
    from core.outcome_share
    where outcome_type in ('release', 'incident', 'code_change')
    group by
        outcome_type,
        object_id
    union all
    select
        'epic' as process,
        ticket.object_id,
        resolution.resolved_at as ended_at
    from core._ticket as ticket
    inner join core._ticket_resolution as resolution on ticket.ticket_id = resolution.ticket_id
    where ticket.is_epic
),

-- The work on an epic is the work on the tickets below it.
work_object as (
    select
        process,
        object_id,
        object_id as worked_on
    from finished_object
    union all
    select
        finished_object.process,
        finished_object.object_id,
        container.object_id as worked_on
    from finished_object
    inner join core._credit_container as container
        on finished_object.object_id = container.container_id
    where finished_object.process = 'epic'
),

contribution as (
    select
        work_object.process,
        work_object.object_id,
        activity.person_id,
        effort.minutes_mid as minutes,
        0 as names
    from core.activity as activity
    inner join work_object on activity.object_id = work_object.worked_on
    inner join core.effort as effort on activity.activity_id = effort.activity_id
    where activity.bound <= 2
    union all
    select
        finished_object.process,
        finished_object.object_id,
        record.person_id,
        0 as minutes,
        1 as names
    from finished_object
    inner join core.credit_record as record on finished_object.object_id = record.object_id
    where record.counts
),

person_total as (
    select
        process,
        object_id,
        person_id,
        sum(minutes) as minutes,
        max(names) as names
    from contribution
    group by
        process,
        object_id,
        person_id
    having sum(minutes) > 0 or max(names) > 0
),

object_total as (
    select
        process,
        object_id,
        sum(minutes) as minutes,
        sum(names) as names
    from person_total
    group by
        process,
        object_id
)

select
    finished_object.process,
    finished_object.object_id,
    coalesce(person_total.person_id, '') as person_id,
    finished_object.ended_at,
    cast(
        cast(person_total.minutes as double) / nullif(object_total.minutes, 0) as decimal(18, 9)
    ) as effort_share,
    cast(
        cast(person_total.names as double) / nullif(object_total.names, 0) as decimal(18, 9)
    ) as credit_share
from finished_object
left join person_total
    on
        finished_object.process = person_total.process
        and finished_object.object_id = person_total.object_id
left join object_total
    on
        finished_object.process = object_total.process
        and finished_object.object_id = object_total.object_id
