-- doc: One row is one event's share of the minutes that its object lasted, by bound.
-- grain: activity_id, event_id
with object_time as (
    select
        person_id,
        object_id,
        sum(case when bound = 2 then ends - starts end) as seconds_mid,
        sum(case when bound = 3 then ends - starts end) as seconds_high
    from core._interval
    where has_kind
    group by
        person_id,
        object_id
),

-- The roles of one person share the time equally, and so do the events of a role.
object_event as (
    select
        evidence.activity_id,
        evidence.event_id,
        evidence.person_id,
        evidence.kind,
        evidence.object_id,
        evidence.occurred_at,
        lasting_kind.lasts_as,
        count(*) over (partition by evidence.activity_id) as events,
        row_number() over (
            partition by evidence.activity_id
            order by evidence.event_id
        ) as place
    from core.activity_evidence as evidence
    inner join rules.effort__lasting_kinds as lasting_kind on evidence.kind = lasting_kind.kind
    where evidence.object_type is distinct from 'claim'
),

role_count as (
    select
        person_id,
        object_id,
        count(*) as roles
    from object_event
    where place = 1
    group by
        person_id,
        object_id
)

select
    object_event.activity_id,
    object_event.event_id,
    object_event.person_id,
    object_event.kind,
    object_event.occurred_at,
    object_event.lasts_as,
    object_time.seconds_mid
    / greatest(cast(60 as double), 60 * role_count.roles * object_event.events) as minutes_mid,
    object_time.seconds_high
    / greatest(cast(60 as double), 60 * role_count.roles * object_event.events) as minutes_high
from object_event
inner join role_count
    on
        object_event.person_id = role_count.person_id
        and object_event.object_id = role_count.object_id
left join object_time
    on
        object_event.person_id = object_time.person_id
        and object_event.object_id = object_time.object_id
