-- doc: One row is one person's part of the effort and of the credit for one finished object.
-- grain: process, object_id, person_id
with finished as (
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
    inner join staging.jira__issue as issue on ticket.ticket_id = issue.issue_id
    inner join rules.tickets__epic_types as epic_type on lower(issue.issue_type) = epic_type.name
),

-- The work on an epic is that on the tickets below it.
place as (
    select
        process,
        object_id,
        object_id as worked_on
    from finished
    union all
    select
        finished.process,
        finished.object_id,
        container.object_id as worked_on
    from finished
    inner join core._credit_container as container
        on finished.object_id = container.container_id
    where finished.process = 'epic'
),

stake as (
    select
        place.process,
        place.object_id,
        activity.person_id,
        effort.minutes_mid as minutes,
        0 as names
    from core.activity as activity
    inner join place on activity.object_id = place.worked_on
    inner join core.effort as effort on activity.activity_id = effort.activity_id
    where activity.bound <= 2
    union all
    select
        finished.process,
        finished.object_id,
        record.person_id,
        0 as minutes,
        1 as names
    from finished
    inner join core.credit_record as record on finished.object_id = record.object_id
    where record.counts
),

part as (
    select
        process,
        object_id,
        person_id,
        sum(minutes) as minutes,
        max(names) as names
    from stake
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
    from part
    group by
        process,
        object_id
)

select
    finished.process,
    finished.object_id,
    coalesce(part.person_id, '') as person_id,
    finished.ended_at,
    cast(
        cast(part.minutes as double) / nullif(object_total.minutes, 0) as decimal(18, 9)
    ) as effort_share,
    cast(
        cast(part.names as double) / nullif(object_total.names, 0) as decimal(18, 9)
    ) as credit_share
from finished
left join part
    on finished.process = part.process and finished.object_id = part.object_id
left join object_total
    on finished.process = object_total.process and finished.object_id = object_total.object_id
