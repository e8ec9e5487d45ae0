-- doc: One row is one person's seen time of one less visible kind in one period, and its duty.
-- grain: person_id, period_id, kind
-- references: person_id -> marts.person.person_id, period_id -> marts.period.period_id
with duty_kind as (
    select
        duty_period.person_id,
        duty_period.period_id,
        policy_kind.kind,
        min(duty_period.duty) as duty
    from marts._duty_period as duty_period
    inner join rules.credit_policy__duty_kinds as policy_kind on duty_period.duty = policy_kind.duty
    group by
        duty_period.person_id,
        duty_period.period_id,
        policy_kind.kind
)

select
    profile.person_id,
    profile.period_id,
    profile.kind,
    duty_kind.duty,
    profile.minutes_low,
    profile.minutes_mid,
    profile.minutes_high
from marts.contribution_profile as profile
inner join rules.kinds__kinds as kind on profile.kind = kind.kind
left join duty_kind
    on
        profile.person_id = duty_kind.person_id
        and profile.period_id = duty_kind.period_id
        and profile.kind = duty_kind.kind
where not kind.is_tag and kind.visibility <> 'visible'
