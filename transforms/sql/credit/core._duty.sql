-- doc: One row is one period in which one person held one duty of the credit policy.
-- grain: person_id, duty, starts_at
-- references: duty -> rules.credit_policy__duties.duty
with roster_duty as (
    select
        roster_person.person_id,
        duty.duty,
        cast(duty.held_from as timestamptz) as starts_at,
        cast(
            cast(coalesce(duty.held_to, cast($as_of as date)) as date) + 1 as timestamptz
        ) as ends_at,
        coalesce(duty.minutes_per_week, policy.minutes_per_week) as minutes_per_week
    from staging.roster__duty as duty
    inner join core._roster_id as roster_person on duty.roster_id = roster_person.roster_id
    -- The roster may be older than the policy: a duty that the policy dropped stops the build.
    left join rules.credit_policy__duties as policy on duty.duty = policy.duty
    where
        (policy.duty is null or policy.minutes_per_week is not null)
),

-- PagerDuty gives no times for people who are always on call.
rota_shift as (
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
from roster_duty
union all
select
    person_id,
    duty,
    starts_at,
    ends_at,
    minutes_per_week
from rota_shift
