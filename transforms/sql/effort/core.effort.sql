-- doc: One row is the time that one event stands for in one activity, by bounds.
-- grain: activity_id, event_id
with kind as (
    select
        kind.kind,
        kind.minutes_low * 60 as lead_low,
        kind.minutes_mid * 60 as lead_mid,
        kind.minutes_high * 60 as lead_high,
        cap.low * 60 as cap_low,
        cap.mid * 60 as cap_mid,
        cap.high * 60 as cap_high,
        cap.low * 60 * of_object.value as limit_low,
        cap.mid * 60 * of_object.value as limit_mid,
        cap.high * 60 * of_object.value as limit_high
    from rules.kinds__kinds as kind
    inner join rules.effort__caps as cap on kind.pace = cap.pace
    inner join rules.effort__limits as of_object on of_object.name = 'caps_of_an_object'
),

spent as (
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
        kind.limit_low,
        kind.limit_mid,
        kind.limit_high,
        cast(
            case
                when timeline.acts is null or act.bound > 1 then 0
                when timeline.session_low = timeline.moment
                    then
                        least(kind.lead_low, timeline.gap_low)
                        / greatest(
                            cast(1 as double), timeline.acts * act.activities_low
                        )
                else
                    least(
                        kind.cap_low,
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
                        least(kind.lead_mid, timeline.gap_mid)
                        / greatest(
                            cast(1 as double), timeline.acts * act.activities_mid
                        )
                else
                    least(
                        kind.cap_mid,
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
                        least(kind.lead_high, timeline.gap_high)
                        / greatest(
                            cast(1 as double), timeline.acts * act.activities_high
                        )
                else
                    least(
                        kind.cap_high,
                        timeline.gap_high / greatest(cast(1 as double), timeline.acts)
                    )
                    / greatest(cast(1 as double), act.activities_high)
            end as decimal(18, 9)
        ) as seconds_high
    from core._effort_act as act
    inner join kind on act.kind = kind.kind
    left join core._timeline as timeline on act.moment = timeline.moment
),

-- Few objects get so much that one session may have too much of them (EFF-7).
busy as (
    select
        person_id,
        kind,
        object_id
    from spent
    group by
        person_id,
        kind,
        object_id
    having
        sum(seconds_low) > max(limit_low)
        or sum(seconds_mid) > max(limit_mid)
        or sum(seconds_high) > max(limit_high)
),

summed as (
    select
        spent.*,
        sum(spent.seconds_low) over (
            partition by spent.person_id, spent.kind, spent.object_id, spent.session_low
        ) as total_low,
        sum(spent.seconds_mid) over (
            partition by spent.person_id, spent.kind, spent.object_id, spent.session_mid
        ) as total_mid,
        sum(spent.seconds_high) over (
            partition by spent.person_id, spent.kind, spent.object_id, spent.session_high
        ) as total_high
    from spent
    inner join busy
        on
            spent.person_id = busy.person_id
            and spent.kind = busy.kind
            and spent.object_id = busy.object_id
),

limited as (
    select
        spent.activity_id,
        spent.event_id,
        spent.person_id,
        spent.kind,
        spent.occurred_at,
        spent.seconds_low / cast(60 as double) as minutes_low,
        spent.seconds_mid / cast(60 as double) as minutes_mid,
        spent.seconds_high / cast(60 as double) as minutes_high
    from spent
    left join busy
        on
            spent.person_id = busy.person_id
            and spent.kind = busy.kind
            and spent.object_id = busy.object_id
    where busy.person_id is null
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
    from summed
),

whole as (
    select
        limited.activity_id,
        limited.event_id,
        limited.person_id,
        limited.kind,
        limited.occurred_at,
        limited.minutes_low,
        limited.minutes_mid + coalesce(lasting.minutes_mid, 0) as minutes_mid,
        limited.minutes_high + coalesce(lasting.minutes_high, 0) as minutes_high
    from limited
    left join core._effort_lasting as lasting
        on limited.activity_id = lasting.activity_id and limited.event_id = lasting.event_id
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
    from core._effort_lasting
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
    from core._effort_claimed
)

-- What a wider pass gives less, a narrower one does not give more. Decimals, since a sum of doubles
-- depends on the order of its rows, which is free.
select
    person_id,
    kind,
    activity_id,
    event_id,
    occurred_at,
    cast(least(minutes_low, minutes_mid, minutes_high) as decimal(18, 6)) as minutes_low,
    cast(least(minutes_mid, minutes_high) as decimal(18, 6)) as minutes_mid,
    cast(minutes_high as decimal(18, 6)) as minutes_high
from whole
