-- One row is one activity of the truth with its minutes. It is credited if the policy counts a record
-- that names the person on the object for that kind, and covered while the person is on call.
with credited_object as (
    select distinct
        credit.person_id,
        credit."object" as object_id,
        capacity.kind
    from truth as credit
    inner join (
        values
        ('author', 'author'),
        ('reviewer', 'review.author'),
        ('publisher', 'release.author'),
        ('owner', 'owner'),
        ('assignee_at_resolution', 'assignee_at_resolution'),
        ('commander', 'role:commander'),
        ('epic_owner', 'epic.owner')
    ) as field_name (capacity, field) on credit.capacity = field_name.capacity
    inner join store.rules.credit_policy__records as record
        on credit.tool = record.source and field_name.field = record.field and record.counts
    inner join store.rules.credit_policy__capacities as capacity on record.record = capacity.record
    where credit.type = 'credit'
),

rota_shift as (
    select
        shift.person_id,
        cast(shift."from" as timestamptz) as starts_at,
        cast(shift."to" as timestamptz) as ends_at,
        duty.kind
    from truth as shift
    cross join store.rules.credit_policy__duty_kinds as duty
    inner join store.rules.credit_policy__duties as allocated_duty
        on duty.duty = allocated_duty.duty and allocated_duty.minutes_per_week is null
    where shift.type = 'shift'
),

activity as (
    select
        person_id,
        kind,
        "object" as object_id,
        cast("at" as timestamptz) as ended_at,
        minutes
    from truth
    where type = 'activity'
)

select
    profile_id(activity.person_id) as person_id,
    activity.kind,
    activity.object_id,
    activity.ended_at,
    activity.minutes,
    credited_object.person_id is null
    and not exists(
        select 1
        from rota_shift
        where
            activity.person_id = rota_shift.person_id
            and activity.kind = rota_shift.kind
            and activity.ended_at >= rota_shift.starts_at
            and activity.ended_at < rota_shift.ends_at
    ) as is_hidden
from activity
inner join pub.marts.period as period
    on
        period.period_kind = 'review_window'
        and activity.ended_at >= period.starts_at
        and activity.ended_at < period.ends_at
left join credited_object
    on
        activity.person_id = credited_object.person_id
        and activity.object_id = credited_object.object_id
        and activity.kind = credited_object.kind
