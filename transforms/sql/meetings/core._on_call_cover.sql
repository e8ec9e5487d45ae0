-- doc: One row is one override by which one person stood in for another, and the absence it is of.
-- grain: event_id, covered
-- Overrides of one absence are one cover: the covered person had no shift of the schedule between.
with limits as (
    select value * 86400 as seconds
    from rules.limits__thresholds
    where name = 'cover_gap_days'
),

covered_shift as (
    select
        override.override_id,
        override.schedule_id,
        override.started_at,
        override.ended_at,
        unnest(override.covered_ids) as covered_id
    from staging.pagerduty__override as override
),

-- An override of the own shift covers nobody, under whichever account.
cover as (
    select
        event.event_id,
        event.person_id,
        event.container,
        event.url,
        shift.override_id,
        shift.schedule_id,
        shift.covered_id,
        shift.started_at,
        shift.ended_at
    from covered_shift as shift
    inner join core._person_event as event
        on 'pagerduty:override:' || shift.override_id = event.event_id
    left join core.identity_link as covered
        on
            'pagerduty:' || shift.covered_id = covered.account_id
            and cast(shift.started_at as date) >= covered.valid_from
            and cast(shift.started_at as date) <= coalesce(covered.valid_to, date '9999-12-31')
    where coalesce(covered.person_id, '') <> event.person_id
),

ordered_cover as (
    select
        *,
        max(ended_at) over (
            partition by
                person_id,
                schedule_id,
                covered_id
            order by started_at, override_id
            rows between unbounded preceding and 1 preceding
        ) as covered_until
    from cover
),

own_shift as (
    select distinct
        ordered_cover.event_id,
        ordered_cover.covered_id
    from ordered_cover
    inner join staging.pagerduty__on_call as shift
        on
            ordered_cover.schedule_id = shift.schedule_id
            and ordered_cover.covered_id = shift.user_id
            and ordered_cover.covered_until <= shift.started_at
            and ordered_cover.started_at >= shift.ended_at
),

absence_start as (
    select
        ordered_cover.*,
        case
            when
                own_shift.event_id is not null
                or coalesce(
                    epoch(ordered_cover.started_at) - epoch(ordered_cover.covered_until)
                    > limits.seconds,
                    true
                )
                then ordered_cover.override_id
        end as first_override_id
    from ordered_cover
    cross join limits
    left join own_shift
        on
            ordered_cover.event_id = own_shift.event_id
            and ordered_cover.covered_id = own_shift.covered_id
),

numbered_cover as (
    select
        *,
        count(first_override_id) over (
            partition by
                person_id,
                schedule_id,
                covered_id
            order by started_at, override_id
            rows between unbounded preceding and current row
        ) as absence_number
    from absence_start
),

absence as (
    select
        person_id,
        schedule_id,
        covered_id,
        absence_number,
        max(first_override_id) as override_id
    from numbered_cover
    group by
        person_id,
        schedule_id,
        covered_id,
        absence_number
),

-- One override may begin the absences of two people.
absence_object as (
    select
        *,
        row_number() over (
            partition by override_id
            order by covered_id
        ) as number
    from absence
)

select
    cover.event_id,
    cover.person_id,
    'pagerduty:' || cover.covered_id as covered,
    'pagerduty:override:' || absence.override_id
    || case when absence.number > 1 then ':' || absence.number else '' end as object_id,
    cover.container,
    cover.started_at as occurred_at,
    cover.url
from numbered_cover as cover
inner join absence_object as absence
    on
        cover.person_id = absence.person_id
        and cover.schedule_id = absence.schedule_id
        and cover.covered_id = absence.covered_id
        and cover.absence_number = absence.absence_number
