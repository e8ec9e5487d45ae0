-- doc: One row is one second in which one person acted, and the free seconds since the last one.
-- grain: moment
with session_limit as (
    select
        low * 60 as low,
        mid * 60 as mid,
        high * 60 as high
    from rules.effort__sessions
),

timeline_act as (
    select
        person.person_number,
        person.base + cast(floor(epoch(event.occurred_at)) as bigint) as moment,
        0 as acts
    from core._person_event as event
    inner join core._timeline_person as person on event.person_id = person.person_id
    -- An object that nobody else touched starts no session (NSE-6); credited acts on it follow.
    left join core._own_item as own_item on event.object_id = own_item.object_id
    where
        own_item.object_id is null
        and event.source <> 'claims'
        and event.kind <> 'google.meeting.attended'
    union all
    select
        person_number,
        moment,
        case when is_first then 1 else 0 end as acts
    from core._effort_act
),

moment as (
    select
        timeline_act.moment,
        min(timeline_act.person_number) as person_number,
        cast(sum(timeline_act.acts) as bigint) as acts
    from timeline_act
    left join core._effort_repeat as repeat on timeline_act.moment = repeat.moment
    left join core._effort_piece as piece on timeline_act.moment = piece.moment
    where repeat.moment is null and piece.moment is null
    group by timeline_act.moment
),

-- People without intervals have no time to subtract.
timeline_point as (
    select
        moment.moment,
        moment.person_number,
        moment.acts,
        cast(null as bigint) as place_mid,
        cast(null as bigint) as place_high
    from moment
    where moment.person_number in (select stretch.person_number from core._interval as stretch)
    union all
    select
        starts as moment,
        person_number,
        cast(null as bigint) as acts,
        case when bound = 2 then place end as place_mid,
        case when bound = 3 then place end as place_high
    from core._interval
),

placed_point as (
    select
        moment,
        person_number,
        acts,
        max(place_mid) over so_far as place_mid,
        max(place_high) over so_far as place_high
    from timeline_point
    window so_far as (
        partition by person_number
        order by moment, acts is not null
        rows between unbounded preceding and current row
    )
),

-- The time before an act inside a meeting without a kind belongs to the act.
interval_time as (
    select
        placed_point.moment,
        coalesce(mid.seconds_before + least(placed_point.moment, mid.ends) - mid.starts, 0) as mid,
        coalesce(high.seconds_before + least(placed_point.moment, high.ends) - high.starts, 0)
            as high,
        case
            when not mid.has_kind and placed_point.moment < mid.ends
                then placed_point.moment - mid.starts
            else 0
        end as own_mid,
        case
            when not high.has_kind and placed_point.moment < high.ends
                then placed_point.moment - high.starts
            else 0
        end as own_high
    from placed_point
    left join core._interval as mid
        on placed_point.place_mid = mid.place and mid.bound = 2
    left join core._interval as high
        on placed_point.place_high = high.place and high.bound = 3
    where placed_point.acts is not null
),

moment_gap as (
    select
        moment.moment,
        moment.person_number,
        moment.acts,
        moment.moment - lag(moment.moment) over person_order as gap_low,
        coalesce(
            greatest(
                0,
                interval_time.mid - interval_time.own_mid - lag(interval_time.mid) over person_order
            ),
            0
        ) as cut_mid,
        coalesce(
            greatest(
                0,
                interval_time.high
                - interval_time.own_high
                - lag(interval_time.high) over person_order
            ),
            0
        ) as cut_high
    from moment
    left join interval_time on moment.moment = interval_time.moment
    window person_order as (
        partition by moment.person_number
        order by moment.moment
    )
),

session_moment as (
    select
        moment_gap.moment,
        moment_gap.person_number,
        moment_gap.acts,
        moment_gap.gap_low,
        moment_gap.gap_low - moment_gap.cut_mid as gap_mid,
        moment_gap.gap_low - moment_gap.cut_high as gap_high,
        coalesce(moment_gap.gap_low > session_limit.low, true) as begins_low,
        coalesce(moment_gap.gap_low - moment_gap.cut_mid > session_limit.mid, true) as begins_mid,
        coalesce(moment_gap.gap_low - moment_gap.cut_high > session_limit.high, true) as begins_high
    from moment_gap
    cross join session_limit
)

-- A session is known by its first moment: any other way to number millions of rows takes seconds.
select
    moment,
    person_number,
    acts,
    gap_low,
    gap_mid,
    gap_high,
    last_value(case when begins_low then moment end ignore nulls) over so_far as session_low,
    last_value(case when begins_mid then moment end ignore nulls) over so_far as session_mid,
    last_value(case when begins_high then moment end ignore nulls) over so_far as session_high
from session_moment
window so_far as (
    partition by person_number
    order by moment
    rows between unbounded preceding and current row
)
