-- doc: One row is one claim of minutes and the part of them that fits into its days (EVI-4).
-- grain: claim_id
with working_day as (
    select value as minutes
    from rules.limits__thresholds
    where name = 'working_day_minutes'
),

timed_claim as (
    select
        claim.claim_id,
        claim.person_id,
        cast(epoch(date_trunc('second', claim.started_on)) as bigint) // 86400 as first_day,
        cast(epoch(date_trunc('second', claim.ended_on)) as bigint) // 86400 as last_day,
        cast(claim.minutes_low + claim.minutes_high as double) / 2 as minutes_mid,
        cast(claim.minutes_high as double) as minutes_high
    from core.claim as claim
    inner join core.activity_evidence as evidence on claim.claim_id = evidence.event_id
    inner join rules.kinds__kinds as kind on claim.kind = kind.kind
    where claim.minutes_high is not null and kind.minutes_high = 0 and not kind.is_tag
),

claim_day as (
    select
        claim_id,
        person_id,
        unnest(generate_series(first_day, last_day)) as day,
        cast(
            minutes_mid / greatest(cast(1 as double), last_day - first_day + 1) as decimal(18, 6)
        ) as claimed_mid,
        cast(
            minutes_high / greatest(cast(1 as double), last_day - first_day + 1) as decimal(18, 6)
        ) as claimed_high
    from timed_claim
),

-- Claims of the same day share the time that is left in it.
claimed_day as (
    select
        person_id,
        day,
        sum(claimed_mid) as claimed_mid,
        sum(claimed_high) as claimed_high
    from claim_day
    group by
        person_id,
        day
),

employment as (
    select
        person_id,
        cast(fte as decimal(18, 9)) as fte,
        cast(epoch(date_trunc('second', valid_from)) as bigint) // 86400 as first_day,
        cast(
            epoch(date_trunc('second', coalesce(valid_to, date '9999-12-31'))) as bigint
        ) // 86400 as last_day
    from core._employment
),

-- Day 0 was a Thursday, so that (day + 3) % 7 is 0 on Mondays.
contract_day as (
    select
        claimed_day.person_id,
        claimed_day.day,
        cast(
            case
                when (claimed_day.day + 3) % 7 < 5
                    then max(working_day.minutes) * coalesce(cast(sum(employment.fte) as double), 1)
                else 0
            end as decimal(18, 6)
        ) as minutes
    from claimed_day
    cross join working_day
    left join employment
        on
            claimed_day.person_id = employment.person_id
            and claimed_day.day between employment.first_day and employment.last_day
    group by
        claimed_day.person_id,
        claimed_day.day
),

timeline_person as (
    select
        person_id,
        person_number,
        base
    from core._timeline_person
    where person_id in (select claimed_day.person_id from claimed_day)
),

observed_stretch as (
    select
        timeline_person.person_id,
        'low' as bound,
        timeline.moment - timeline_person.base - timeline.gap_low as starts,
        timeline.moment - timeline_person.base as ends
    from core._timeline as timeline
    inner join timeline_person on timeline.person_number = timeline_person.person_number
    where timeline.session_low <> timeline.moment
    union all
    select
        timeline_person.person_id,
        'mid' as bound,
        timeline.moment - timeline_person.base - timeline.gap_mid as starts,
        timeline.moment - timeline_person.base as ends
    from core._timeline as timeline
    inner join timeline_person on timeline.person_number = timeline_person.person_number
    where timeline.session_mid <> timeline.moment
    union all
    select
        timeline_person.person_id,
        'mid' as bound,
        stretch.starts - timeline_person.base as starts,
        stretch.ends - timeline_person.base as ends
    from core._interval as stretch
    inner join timeline_person on stretch.person_id = timeline_person.person_id
    where stretch.bound = 2 and stretch.has_kind
),

-- What goes on over midnight is part of each of its days.
stretch_day as (
    select
        *,
        unnest(generate_series(starts // 86400, (ends - 1) // 86400)) as day
    from observed_stretch
),

stretch_part as (
    select
        person_id,
        bound,
        day,
        least(ends, (day + 1) * 86400) - greatest(starts, day * 86400) as seconds
    from stretch_day
),

observed_day as (
    select
        person_id,
        day,
        cast(
            coalesce(sum(seconds) filter (where bound = 'low'), 0) / cast(60 as double)
            as decimal(18, 6)
        ) as low,
        cast(
            coalesce(sum(seconds) filter (where bound = 'mid'), 0) / cast(60 as double)
            as decimal(18, 6)
        ) as mid
    from stretch_part
    group by
        person_id,
        day
),

claim_total as (
    select
        claim_day.claim_id,
        sum(claimed_day.claimed_mid) as claimed_mid,
        sum(claimed_day.claimed_high) as claimed_high,
        sum(contract_day.minutes) as contracted,
        coalesce(sum(observed_day.mid), 0) as observed_mid,
        coalesce(sum(observed_day.low), 0) as observed_low
    from claim_day
    inner join claimed_day
        on claim_day.person_id = claimed_day.person_id and claim_day.day = claimed_day.day
    inner join contract_day
        on claim_day.person_id = contract_day.person_id and claim_day.day = contract_day.day
    left join observed_day
        on claim_day.person_id = observed_day.person_id and claim_day.day = observed_day.day
    group by claim_day.claim_id
),

-- Claims of weekends only have room for one working day.
claim_capacity as (
    select
        claim_total.*,
        case
            when claim_total.contracted > 0 then claim_total.contracted else working_day.minutes
        end as most
    from claim_total
    cross join working_day
)

-- The high bound is the most that may be true: it leaves out only time that was surely other work.
select
    claim_id,
    least(1, greatest(0, most - observed_mid) / greatest(cast(1 as double), claimed_mid))
        as part_mid,
    least(1, greatest(0, most - observed_low) / greatest(cast(1 as double), claimed_high))
        as part_high
from claim_capacity
