-- doc: One row is one person as of one period: team, role and level, and the weeks present.
-- grain: person_id, period_id
-- references: person_id -> marts.person.person_id, period_id -> marts.period.period_id
with period as (
    select
        period_id,
        period_kind,
        cast(starts_at as date) as first_day,
        -- The last day that has begun by the end of the period and by the build.
        cast(least(ends_at, $as_of) - interval '1 second' as date) as last_day
    from marts.period
    where starts_at < $as_of
),

employment as (
    select
        person_id,
        team,
        role_family,
        level,
        fte,
        valid_from,
        job,
        greatest(valid_from, coalesce(start_date, valid_from)) as first_day,
        least(
            coalesce(valid_to, date '9999-12-31'), coalesce(end_date, date '9999-12-31')
        ) as last_day
    from core._employment
),

span as (
    select
        min(first_day) as first_day,
        max(last_day) as last_day
    from period
),

absent_day as (
    select distinct
        roster_person.person_id,
        cast(
            unnest(
                generate_series(
                    greatest(absence.absent_from, span.first_day),
                    least(absence.absent_to, span.last_day),
                    interval '1 day'
                )
            ) as date
        ) as day
    from staging.roster__absence as absence
    inner join core._roster_id as roster_person on absence.roster_id = roster_person.roster_id
    cross join span
),

job_day as (
    select
        employment.person_id,
        employment.fte,
        cast(
            unnest(
                generate_series(
                    greatest(employment.first_day, span.first_day),
                    least(employment.last_day, span.last_day),
                    interval '1 day'
                )
            ) as date
        ) as day
    from employment
    cross join span
),

-- Two jobs on one day are one day of work.
employed_day as (
    select
        person_id,
        day,
        sum(cast(fte as decimal(18, 9))) as fte
    from job_day
    group by
        person_id,
        day
),

working_day as (
    select
        employed_day.person_id,
        employed_day.day,
        date_trunc('week', employed_day.day) as week,
        case when absent_day.day is null then employed_day.fte end as fte
    from employed_day
    left join absent_day
        on employed_day.person_id = absent_day.person_id and employed_day.day = absent_day.day
    where employed_day.day < date_trunc('week', employed_day.day) + interval '5 days'
),

week_of_month as (
    select
        person_id,
        week,
        date_trunc('month', day) as month,
        count(fte) as days_present,
        sum(cast(fte as decimal(18, 9))) as fte_days
    from working_day
    group by
        person_id,
        week,
        date_trunc('month', day)
),

week_in_period as (
    select
        week.person_id,
        period.period_id,
        week.week,
        week.days_present,
        week.fte_days
    from week_of_month as week
    inner join period on period.period_kind = 'month' and week.month = period.first_day
    union all
    select
        week.person_id,
        period.period_id,
        week.week,
        week.days_present,
        week.fte_days
    from week_of_month as week
    inner join period
        on
            period.period_kind = 'quarter'
            and date_trunc('quarter', week.month) = period.first_day
    union all
    select
        day.person_id,
        period.period_id,
        day.week,
        count(day.fte) as days_present,
        sum(cast(day.fte as decimal(18, 9))) as fte_days
    from working_day as day
    inner join period
        on
            period.period_kind = 'review_window'
            and day.day between period.first_day and period.last_day
    group by
        day.person_id,
        period.period_id,
        day.week
),

presence as (
    select
        person_id,
        period_id,
        cast(sum(fte_days) as double) / nullif(sum(days_present), 0) as fte,
        count(distinct week) as weeks,
        count(distinct week) filter (where days_present > 0) as weeks_present
    from week_in_period
    group by
        person_id,
        period_id
),

period_employment as (
    select
        employment.person_id,
        period.period_id,
        employment.team,
        employment.role_family,
        employment.level
    from employment
    inner join period
        on
            employment.first_day <= period.last_day
            and employment.last_day >= period.first_day
    qualify
        row_number() over (
            partition by
                employment.person_id,
                period.period_id
            -- Of several jobs until the end, the longer one.
            order by
                least(employment.last_day, period.last_day) desc,
                employment.fte desc,
                employment.first_day desc,
                employment.valid_from desc,
                employment.job asc
        ) = 1
),

-- People outside the roster have a row only for periods with lines and for the review window.
shown_period as (
    select
        person_id,
        period_id
    from period_employment
    union
    select
        person_id,
        period_id
    from marts.contribution_profile
    union
    select
        person.person_id,
        period.period_id
    from marts.person as person
    cross join period
    where period.period_kind = 'review_window'
)

select
    shown_period.person_id,
    shown_period.period_id,
    period_employment.team,
    period_employment.role_family,
    period_employment.level,
    round(presence.fte, 4) as fte,
    presence.weeks as weeks_employed,
    presence.weeks_present,
    presence.weeks - presence.weeks_present as weeks_absent
from shown_period
left join period_employment
    on
        shown_period.person_id = period_employment.person_id
        and shown_period.period_id = period_employment.period_id
left join presence
    on shown_period.person_id = presence.person_id and shown_period.period_id = presence.period_id
