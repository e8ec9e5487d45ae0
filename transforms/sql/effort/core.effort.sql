-- doc: One row is the time that one event stands for in one activity, by bound.
-- grain: activity_id, event_id
with kind_limit as (
    select
        kind.kind,
        kind.minutes_low * 60 as lead_low,
        kind.minutes_mid * 60 as lead_mid,
        kind.minutes_high * 60 as lead_high,
        cap.low * 60 as cap_low,
        cap.mid * 60 as cap_mid,
        cap.high * 60 as cap_high,
        cap.low * 60 * object_limit.value as limit_low,
        cap.mid * 60 * object_limit.value as limit_mid,
        cap.high * 60 * object_limit.value as limit_high
    from rules.kinds__kinds as kind
    inner join rules.effort__caps as cap on kind.pace = cap.pace
    inner join rules.effort__limits as object_limit on object_limit.name = 'caps_of_an_object'
),

event_time as (
    select
        act.activity_id,
        act.event_id,
        act.person_id,
        act.kind,
        act.object_id,
        act.occurred_at,
        timeline.session_low,
        timeline.session_mid,
        timeline.session_high,
        kind_limit.limit_low,
        kind_limit.limit_mid,
        kind_limit.limit_high,
        cast(
            case
                when timeline.acts is null or act.bound > 1 then 0
                when timeline.session_low = timeline.moment
                    then
                        case
                            when coalesce(lead.moment, act.moment) = act.moment
                                then
                                    least(kind_limit.lead_low, timeline.gap_low)
                                    / greatest(
                                        cast(1 as double), timeline.acts * act.activities_low
                                    )
                            else 0
                        end
                else
                    least(
                        kind_limit.cap_low,
                        timeline.gap_low / greatest(cast(1 as double), timeline.acts)
                    )
                    / greatest(cast(1 as double), act.activities_low)
            end as decimal(18, 9)
        ) as seconds_low,
        cast(
            case
                when timeline.acts is null or act.bound > 2 then 0
                when timeline.session_mid = timeline.moment
                    then
                        case
                            when coalesce(lead.moment, act.moment) = act.moment
                                then
                                    least(kind_limit.lead_mid, timeline.gap_mid)
                                    / greatest(
                                        cast(1 as double), timeline.acts * act.activities_mid
                                    )
                            else 0
                        end
                else
                    least(
                        kind_limit.cap_mid,
                        timeline.gap_mid / greatest(cast(1 as double), timeline.acts)
                    )
                    / greatest(cast(1 as double), act.activities_mid)
            end as decimal(18, 9)
        ) as seconds_mid,
        cast(
            case
                when timeline.acts is null then 0
                when timeline.session_high = timeline.moment
                    then
                        case
                            when coalesce(lead.moment, act.moment) = act.moment
                                then
                                    least(kind_limit.lead_high, timeline.gap_high)
                                    / greatest(
                                        cast(1 as double), timeline.acts * act.activities_high
                                    )
                            else 0
                        end
                else
                    least(
                        kind_limit.cap_high,
                        timeline.gap_high / greatest(cast(1 as double), timeline.acts)
                    )
                    / greatest(cast(1 as double), act.activities_high)
            end as decimal(18, 9)
        ) as seconds_high
    from core._effort_act as act
    inner join kind_limit on act.kind = kind_limit.kind
    left join core._timeline as timeline on act.moment = timeline.moment
    left join core._effort_lead as lead on act.activity_id = lead.activity_id
),

-- Only few objects get so much time that a session may exceed the limit for one object (EFF-7).
busy_object as (
    select
        person_id,
        kind,
        object_id
    from event_time
    group by
        person_id,
        kind,
        object_id
    having
        sum(seconds_low) > max(limit_low)
        or sum(seconds_mid) > max(limit_mid)
        or sum(seconds_high) > max(limit_high)
),

session_total as (
    select
        event_time.*,
        sum(event_time.seconds_low) over (
            partition by
                event_time.person_id, event_time.kind, event_time.object_id, event_time.session_low
        ) as total_low,
        sum(event_time.seconds_mid) over (
            partition by
                event_time.person_id, event_time.kind, event_time.object_id, event_time.session_mid
        ) as total_mid,
        sum(event_time.seconds_high) over (
            partition by
                event_time.person_id, event_time.kind, event_time.object_id, event_time.session_high
        ) as total_high
    from event_time
    inner join busy_object
        on
            event_time.person_id = busy_object.person_id
            and event_time.kind = busy_object.kind
            and event_time.object_id = busy_object.object_id
),

capped_time as (
    select
        event_time.activity_id,
        event_time.event_id,
        event_time.person_id,
        event_time.kind,
        event_time.occurred_at,
        event_time.seconds_low / cast(60 as double) as minutes_low,
        event_time.seconds_mid / cast(60 as double) as minutes_mid,
        event_time.seconds_high / cast(60 as double) as minutes_high
    from event_time
    left join busy_object
        on
            event_time.person_id = busy_object.person_id
            and event_time.kind = busy_object.kind
            and event_time.object_id = busy_object.object_id
    where busy_object.person_id is null
    union all
    select
        activity_id,
        event_id,
        person_id,
        kind,
        occurred_at,
        seconds_low
        * least(1, limit_low / greatest(cast(1 as double), total_low))
        / cast(60 as double) as minutes_low,
        seconds_mid
        * least(1, limit_mid / greatest(cast(1 as double), total_mid))
        / cast(60 as double) as minutes_mid,
        seconds_high
        * least(1, limit_high / greatest(cast(1 as double), total_high))
        / cast(60 as double) as minutes_high
    from session_total
),

event_total as (
    select
        capped_time.activity_id,
        capped_time.event_id,
        capped_time.person_id,
        capped_time.kind,
        capped_time.occurred_at,
        capped_time.minutes_low,
        capped_time.minutes_mid + coalesce(object_time.minutes_mid, 0) as minutes_mid,
        capped_time.minutes_high + coalesce(object_time.minutes_high, 0) as minutes_high
    from capped_time
    left join core._effort_duration as object_time
        on
            capped_time.activity_id = object_time.activity_id
            and capped_time.event_id = object_time.event_id
    union all
    select
        activity_id,
        event_id,
        person_id,
        kind,
        occurred_at,
        0 as minutes_low,
        coalesce(minutes_mid, 0) as minutes_mid,
        coalesce(minutes_high, 0) as minutes_high
    from core._effort_duration
    where lasts_as = 'meeting'
    union all
    select
        activity_id,
        event_id,
        person_id,
        kind,
        occurred_at,
        0 as minutes_low,
        minutes_mid,
        minutes_high
    from core._effort_claim
)

-- A narrower bound never gives more than a wider one. Decimals, since a sum of doubles depends on
-- the order of its rows, which is free.
select
    person_id,
    kind,
    activity_id,
    event_id,
    occurred_at,
    cast(least(minutes_low, minutes_mid, minutes_high) as decimal(18, 6)) as minutes_low,
    cast(least(minutes_mid, minutes_high) as decimal(18, 6)) as minutes_mid,
    cast(minutes_high as decimal(18, 6)) as minutes_high
from event_total
