-- doc: One row is one claim of minutes and the part of them that its days have room for (EVI-4).
-- grain: claim_id
with working_day as (
    select value as minutes
    from rules.limits__thresholds
    where name = 'working_day_minutes'
),

stated as (
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
        ) as asked_mid,
        cast(
            minutes_high / greatest(cast(1 as double), last_day - first_day + 1) as decimal(18, 6)
        ) as asked_high
    from stated
),

-- Claims of the same days share what is left of them.
asked as (
    select
        person_id,
        day,
        sum(asked_mid) as asked_mid,
        sum(asked_high) as asked_high
    from claim_day
    group by
        person_id,
        day
),

employment as (
    select
        person_id,
        fte,
        cast(epoch(date_trunc('second', valid_from)) as bigint) // 86400 as first_day,
        cast(
            epoch(date_trunc('second', coalesce(valid_to, date '9999-12-31'))) as bigint
        ) // 86400 as last_day
    from core._employment
),

-- Day 0 was a Thursday.
contracted as (
    select
        asked.person_id,
        asked.day,
        cast(
            case
                when (asked.day + 3) % 7 < 5
                    then max(working_day.minutes) * coalesce(max(employment.fte), 1)
                else 0
            end as decimal(18, 6)
        ) as minutes
    from asked
    cross join working_day
    left join employment
        on
            asked.person_id = employment.person_id
            and asked.day between employment.first_day and employment.last_day
    group by
        asked.person_id,
        asked.day
),

person as (
    select
        person_id,
        base // 100000000000 as number
    from core._timeline_person
    where person_id in (select asked.person_id from asked)
),

seen as (
    select
        person.person_id,
        timeline.moment % 100000000000 // 86400 as day,
        case when timeline.session_low = timeline.moment then 0 else timeline.gap_low end as low,
        case when timeline.session_mid = timeline.moment then 0 else timeline.gap_mid end as mid
    from core._timeline as timeline
    inner join person on timeline.moment // 100000000000 = person.number
    union all
    select
        person_id,
        starts % 100000000000 // 86400 as day,
        0 as low,
        ends - starts as mid
    from core._interval
    where bound = 2 and is_of_kind
),

observed as (
    select
        person_id,
        day,
        cast(sum(low) / cast(60 as double) as decimal(18, 6)) as low,
        cast(sum(mid) / cast(60 as double) as decimal(18, 6)) as mid
    from seen
    group by
        person_id,
        day
),

summed as (
    select
        claim_day.claim_id,
        sum(asked.asked_mid) as asked_mid,
        sum(asked.asked_high) as asked_high,
        sum(contracted.minutes) as contracted,
        coalesce(sum(observed.mid), 0) as observed_mid,
        coalesce(sum(observed.low), 0) as observed_low
    from claim_day
    inner join asked on claim_day.person_id = asked.person_id and claim_day.day = asked.day
    inner join contracted
        on claim_day.person_id = contracted.person_id and claim_day.day = contracted.day
    left join observed
        on claim_day.person_id = observed.person_id and claim_day.day = observed.day
    group by claim_day.claim_id
),

-- Who worked on a weekend worked at most a day of it.
bounded as (
    select
        summed.*,
        case when summed.contracted > 0 then summed.contracted else working_day.minutes end as most
    from summed
    cross join working_day
)

-- The high bound is the most that may be true: it leaves out only what surely was other work.
select
    claim_id,
    least(1, greatest(0, most - observed_mid) / greatest(cast(1 as double), asked_mid)) as part_mid,
    least(1, greatest(0, most - observed_low) / greatest(cast(1 as double), asked_high))
        as part_high
from bounded
