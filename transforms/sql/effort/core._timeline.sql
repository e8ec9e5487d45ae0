-- doc: One row is one second in which one person acted, and the free seconds since the one before.
-- grain: moment
with session as (
    select
        low * 60 as low,
        mid * 60 as mid,
        high * 60 as high
    from rules.effort__sessions
),

seen as (
    select
        person.base + cast(floor(epoch(event.occurred_at)) as bigint) as moment,
        0 as acts
    from core._person_event as event
    inner join core._timeline_person as person on event.person_id = person.person_id
    -- What nobody else ever touched begins no session (NSE-6); acts on it are below.
    left join core._own_item as own_item on event.object_id = own_item.object_id
    where
        own_item.object_id is null
        and event.source <> 'claims'
        and event.kind <> 'google.meeting.attended'
    union all
    select
        moment,
        case when is_first then 1 else 0 end as acts
    from core._effort_act
),

moment as (
    select
        seen.moment,
        seen.moment // 100000000000 as person,
        cast(sum(seen.acts) as bigint) as acts
    from seen
    left join core._effort_repeat as repeated on seen.moment = repeated.moment
    left join core._effort_piece as piece on seen.moment = piece.moment
    where repeated.moment is null and piece.moment is null
    group by seen.moment
),

-- Of people without intervals nothing is laid down.
step as (
    select
        moment.moment,
        moment.person,
        moment.acts,
        cast(null as bigint) as place_mid,
        cast(null as bigint) as place_high
    from moment
    where moment.person in (select starts // 100000000000 from core._interval)
    union all
    select
        starts as moment,
        starts // 100000000000 as person,
        cast(null as bigint) as acts,
        case when bound = 2 then place end as place_mid,
        case when bound = 3 then place end as place_high
    from core._interval
),

placed as (
    select
        moment,
        person,
        acts,
        max(place_mid) over so_far as place_mid,
        max(place_high) over so_far as place_high
    from step
    window so_far as (
        partition by person
        order by moment, acts is not null
        rows between unbounded preceding and current row
    )
),

-- What lies before an act inside a meeting that is of no kind belongs to the act.
laid as (
    select
        placed.moment,
        coalesce(mid.laid_before + least(placed.moment, mid.ends) - mid.starts, 0) as laid_mid,
        coalesce(high.laid_before + least(placed.moment, high.ends) - high.starts, 0)
            as laid_high,
        case
            when not mid.is_of_kind and placed.moment < mid.ends
                then placed.moment - mid.starts
            else 0
        end as own_mid,
        case
            when not high.is_of_kind and placed.moment < high.ends
                then placed.moment - high.starts
            else 0
        end as own_high
    from placed
    left join core._interval as mid
        on placed.place_mid = mid.place and mid.bound = 2
    left join core._interval as high
        on placed.place_high = high.place and high.bound = 3
    where placed.acts is not null
),

spaced as (
    select
        moment.moment,
        moment.person,
        moment.acts,
        moment.moment - lag(moment.moment) over in_order as gap_low,
        coalesce(
            greatest(0, laid.laid_mid - laid.own_mid - lag(laid.laid_mid) over in_order), 0
        ) as cut_mid,
        coalesce(
            greatest(0, laid.laid_high - laid.own_high - lag(laid.laid_high) over in_order), 0
        ) as cut_high
    from moment
    left join laid on moment.moment = laid.moment
    window in_order as (
        partition by moment.person
        order by moment.moment
    )
),

begun as (
    select
        spaced.moment,
        spaced.person,
        spaced.acts,
        spaced.gap_low,
        spaced.gap_low - spaced.cut_mid as gap_mid,
        spaced.gap_low - spaced.cut_high as gap_high,
        coalesce(spaced.gap_low > session.low, true) as begins_low,
        coalesce(spaced.gap_low - spaced.cut_mid > session.mid, true) as begins_mid,
        coalesce(spaced.gap_low - spaced.cut_high > session.high, true) as begins_high
    from spaced
    cross join session
)

-- The moment that begins the session; each other way to number millions takes seconds.
select
    moment,
    acts,
    gap_low,
    gap_mid,
    gap_high,
    last_value(case when begins_low then moment end ignore nulls) over so_far as session_low,
    last_value(case when begins_mid then moment end ignore nulls) over so_far as session_mid,
    last_value(case when begins_high then moment end ignore nulls) over so_far as session_high
from begun
window so_far as (
    partition by person
    order by moment
    rows between unbounded preceding and current row
)
