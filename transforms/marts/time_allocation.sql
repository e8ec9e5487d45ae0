-- doc: One row is the time allocated to one person's duty in one period, and what was seen of it.
-- grain: person_id, period_id, kind
-- references: person_id -> marts.person.person_id, period_id -> marts.period.period_id
with held as (
    select
        duty.person_id,
        period.period_id,
        duty.duty,
        greatest(duty.starts_at, period.starts_at) as starts_at,
        least(duty.ends_at, period.ends_at, $as_of) as ends_at,
        duty.minutes_per_week
    from core._duty as duty
    inner join marts.period as period
        on
            duty.starts_at < least(period.ends_at, $as_of)
            and duty.ends_at > period.starts_at
),

-- A shift of a rota allocates its own length.
allocated as (
    select
        person_id,
        period_id,
        duty,
        sum(
            case
                when minutes_per_week is null then (epoch(ends_at) - epoch(starts_at)) / 60e0
                else minutes_per_week * (epoch(ends_at) - epoch(starts_at)) / 604800e0
            end
        ) as minutes
    from held
    group by
        person_id,
        period_id,
        duty
),

allocated_kind as (
    select
        allocated.person_id,
        allocated.period_id,
        covered.kind,
        min(allocated.duty) as duty,
        min_by(allocated.minutes, allocated.duty) as minutes
    from allocated
    inner join rules.credit_policy__duty_kinds as covered on allocated.duty = covered.duty
    group by
        allocated.person_id,
        allocated.period_id,
        covered.kind
)

select
    profile.person_id,
    profile.period_id,
    profile.kind,
    allocated_kind.duty,
    -- Of the duty as a whole, which may be for several kinds.
    cast(round(coalesce(allocated_kind.minutes, 0)) as bigint) as allocated_minutes,
    profile.minutes_low,
    profile.minutes_mid,
    profile.minutes_high
from marts.contribution_profile as profile
inner join rules.kinds__kinds as kind on profile.kind = kind.kind
left join allocated_kind
    on
        profile.person_id = allocated_kind.person_id
        and profile.period_id = allocated_kind.period_id
        and profile.kind = allocated_kind.kind
where not kind.is_tag and kind.visibility <> 'visible'
