-- doc: One row is one stretch of time in which one person held one duty of the credit policy.
-- grain: person_id, duty, starts_at
-- references: duty -> rules.credit_policy__duties.duty
with of_the_table as (
    select
        known.person_id,
        held.duty,
        cast(held.held_from as timestamptz) as starts_at,
        cast(
            cast(coalesce(held.held_to, cast($as_of as date)) as date) + 1 as timestamptz
        ) as ends_at,
        coalesce(held.minutes_per_week, policy.minutes_per_week) as minutes_per_week
    from staging.roster__duty as held
    inner join core._roster_id as known on held.roster_id = known.roster_id
    -- The table may be older than the policy: a duty that the policy dropped stops the build.
    left join rules.credit_policy__duties as policy on held.duty = policy.duty
    where
        (policy.duty is null or policy.minutes_per_week is not null)
),

-- Who is always on call has no shifts, and PagerDuty gives no times for it.
of_the_rota as (
    select
        holder.person_id,
        policy.duty,
        shift.started_at as starts_at,
        max(shift.ended_at) as ends_at,
        cast(null as bigint) as minutes_per_week
    from staging.pagerduty__on_call as shift
    inner join core._person_account as holder on 'pagerduty:' || shift.user_id = holder.account_id
    inner join rules.credit_policy__duties as policy on policy.minutes_per_week is null
    where
        shift.started_at is not null
        and shift.ended_at is not null
    group by
        holder.person_id,
        policy.duty,
        shift.started_at
)

select
    person_id,
    duty,
    starts_at,
    ends_at,
    minutes_per_week
from of_the_table
union all
select
    person_id,
    duty,
    starts_at,
    ends_at,
    minutes_per_week
from of_the_rota
