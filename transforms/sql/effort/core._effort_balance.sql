-- doc: One row is the time of one person's sessions, and how much of it kinds of work got (EFF-0).
-- grain: person_id
-- kind: view
with gap_total as (
    select
        person.person_id,
        sum(
            case when timeline.session_low = timeline.moment then 0 else timeline.gap_low end
        ) as low,
        sum(
            case when timeline.session_mid = timeline.moment then 0 else timeline.gap_mid end
        ) as mid,
        sum(
            case when timeline.session_high = timeline.moment then 0 else timeline.gap_high end
        ) as high
    from core._timeline as timeline
    inner join core._timeline_person as person
        on timeline.person_number = person.person_number
    group by person.person_id
),

lead_total as (
    select
        act.person_id,
        sum(
            cast(
                case
                    when timeline.session_low = timeline.moment and act.bound = 1
                        then
                            least(kind.minutes_low * 60, timeline.gap_low)
                            / greatest(cast(1 as double), timeline.acts * act.activities_low)
                end as decimal(18, 6)
            )
        ) as low,
        sum(
            cast(
                case
                    when timeline.session_mid = timeline.moment and act.bound <= 2
                        then
                            least(kind.minutes_mid * 60, timeline.gap_mid)
                            / greatest(cast(1 as double), timeline.acts * act.activities_mid)
                end as decimal(18, 6)
            )
        ) as mid,
        sum(
            cast(
                case
                    when timeline.session_high = timeline.moment
                        then
                            least(kind.minutes_high * 60, timeline.gap_high)
                            / greatest(cast(1 as double), timeline.acts * act.activities_high)
                end as decimal(18, 6)
            )
        ) as high
    from core._effort_act as act
    inner join core._timeline as timeline on act.moment = timeline.moment
    inner join rules.kinds__kinds as kind on act.kind = kind.kind
    left join core._effort_lead as lead on act.activity_id = lead.activity_id
    where coalesce(lead.moment, act.moment) = act.moment
    group by act.person_id
),

interval_total as (
    select
        person_id,
        sum(case when bound = 2 then ends - starts end) as mid,
        sum(case when bound = 3 then ends - starts end) as high
    from core._interval
    where has_kind
    group by person_id
),

effort_total as (
    select
        effort.person_id,
        sum(effort.minutes_low) as low,
        sum(effort.minutes_mid) as mid,
        sum(effort.minutes_high) as high
    from core.effort as effort
    left join core._effort_claim as claim
        on effort.activity_id = claim.activity_id and effort.event_id = claim.event_id
    where claim.activity_id is null
    group by effort.person_id
),

time_balance as (
    select
        person.person_id,
        (coalesce(gap_total.low, 0) + coalesce(lead_total.low, 0)) / cast(60 as double) as time_low,
        (coalesce(gap_total.mid, 0) + coalesce(lead_total.mid, 0) + coalesce(interval_total.mid, 0))
        / cast(60 as double) as time_mid,
        (
            coalesce(gap_total.high, 0)
            + coalesce(lead_total.high, 0)
            + coalesce(interval_total.high, 0)
        )
        / cast(60 as double) as time_high,
        coalesce(effort_total.low, 0) as minutes_low,
        coalesce(effort_total.mid, 0) as minutes_mid,
        coalesce(effort_total.high, 0) as minutes_high
    from core._timeline_person as person
    left join gap_total on person.person_id = gap_total.person_id
    left join lead_total on person.person_id = lead_total.person_id
    left join interval_total on person.person_id = interval_total.person_id
    left join effort_total on person.person_id = effort_total.person_id
)

select
    person_id,
    time_low,
    time_mid,
    time_high,
    minutes_low,
    minutes_mid,
    minutes_high,
    time_low - minutes_low as unattributed_low,
    time_mid - minutes_mid as unattributed_mid,
    time_high - minutes_high as unattributed_high
from time_balance
