-- doc: One row is one event's part in the time that its object lasted, in minutes, by bounds.
-- grain: activity_id, event_id
with laid as (
    select
        person_id,
        object_id,
        sum(case when bound = 2 then ends - starts end) as seconds_mid,
        sum(case when bound = 3 then ends - starts end) as seconds_high
    from core._interval
    where is_of_kind
    group by
        person_id,
        object_id
),

-- Several roles of one person share the time alike, and so do the events of a role.
part as (
    select
        evidence.activity_id,
        evidence.event_id,
        evidence.person_id,
        evidence.kind,
        evidence.object_id,
        evidence.occurred_at,
        lasting.lasts_as,
        count(*) over (partition by evidence.activity_id) as events,
        row_number() over (
            partition by evidence.activity_id
            order by evidence.event_id
        ) as place
    from core.activity_evidence as evidence
    inner join rules.effort__lasting_kinds as lasting on evidence.kind = lasting.kind
    where evidence.object_type is distinct from 'claim'
),

role as (
    select
        person_id,
        object_id,
        count(*) as roles
    from part
    where place = 1
    group by
        person_id,
        object_id
)

select
    part.activity_id,
    part.event_id,
    part.person_id,
    part.kind,
    part.occurred_at,
    part.lasts_as,
    laid.seconds_mid / greatest(cast(60 as double), 60 * role.roles * part.events) as minutes_mid,
    laid.seconds_high / greatest(cast(60 as double), 60 * role.roles * part.events) as minutes_high
from part
inner join role on part.person_id = role.person_id and part.object_id = role.object_id
left join laid on part.person_id = laid.person_id and part.object_id = laid.object_id
