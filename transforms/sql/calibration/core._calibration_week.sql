-- doc: One row is one volunteer's diary and trace minutes of one kind in one week.
-- grain: role_family, person_id, week, kind
with diary_entry as (
    select distinct
        employment.person_id,
        employment.role_family,
        entry.week,
        entry.kind,
        entry.minutes
    from staging.roster__diary as entry
    inner join core._roster_id as roster_person on entry.roster_id = roster_person.roster_id
    inner join core._employment as employment
        on
            roster_person.person_id = employment.person_id
            and entry.week >= employment.valid_from
            and entry.week <= coalesce(employment.valid_to, date '9999-12-31')
    where
        employment.role_family is not null
),

person_week as (
    select distinct
        person_id,
        role_family,
        week
    from diary_entry
),

-- Claims say nothing about what traces miss.
trace_total as (
    select
        person_week.person_id,
        person_week.role_family,
        person_week.week,
        effort.kind,
        sum(effort.minutes_low) as minutes_low,
        sum(effort.minutes_mid) as minutes_mid,
        sum(effort.minutes_high) as minutes_high
    from core.effort as effort
    inner join person_week
        on
            effort.person_id = person_week.person_id
            and cast(date_trunc('week', effort.occurred_at) as date) = person_week.week
    left join core._effort_claim as claim
        on effort.activity_id = claim.activity_id and effort.event_id = claim.event_id
    where claim.activity_id is null
    group by
        person_week.person_id,
        person_week.role_family,
        person_week.week,
        effort.kind
),

diary_or_trace as (
    select
        role_family,
        person_id,
        week,
        kind,
        cast(minutes as decimal(18, 6)) as diary_minutes,
        cast(0 as decimal(18, 6)) as trace_low,
        cast(0 as decimal(18, 6)) as trace_minutes,
        cast(0 as decimal(18, 6)) as trace_high
    from diary_entry
    union all
    select
        role_family,
        person_id,
        week,
        kind,
        cast(0 as decimal(18, 6)) as diary_minutes,
        minutes_low as trace_low,
        minutes_mid as trace_minutes,
        minutes_high as trace_high
    from trace_total
)

select
    role_family,
    person_id,
    week,
    kind,
    sum(diary_minutes) as diary_minutes,
    sum(trace_low) as trace_low,
    sum(trace_minutes) as trace_minutes,
    sum(trace_high) as trace_high
from diary_or_trace
group by
    role_family,
    person_id,
    week,
    kind
