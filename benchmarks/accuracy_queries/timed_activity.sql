-- One row is one activity of the truth with its minutes. It is credited if the policy counts a record
-- that names the person on the object for that kind, and covered while the person is on call.
with named as (
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
    ) as word (told, field) on credit.capacity = word.told
    inner join store.rules.credit_policy__records as record
        on credit.tool = record.source and word.field = record.field and record.counts
    inner join store.rules.credit_policy__capacities as capacity on record.record = capacity.record
    where credit.type = 'credit'
),

rota as (
    select
        shift.person_id,
        cast(shift."from" as timestamptz) as starts_at,
        cast(shift."to" as timestamptz) as ends_at,
        duty.kind
    from truth as shift
    cross join store.rules.credit_policy__duty_kinds as duty
    inner join store.rules.credit_policy__duties as allocated
        on duty.duty = allocated.duty and allocated.minutes_per_week is null
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
    substr(sha256('roster:' || activity.person_id), 1, 16) as person_id,
    activity.kind,
    activity.object_id,
    activity.ended_at,
    activity.minutes,
    named.person_id is null
    and not exists(
        select 1
        from rota
        where
            activity.person_id = rota.person_id
            and activity.kind = rota.kind
            and activity.ended_at >= rota.starts_at
            and activity.ended_at < rota.ends_at
    ) as is_hidden
from activity
inner join pub.marts.period as period
    on
        period.period_kind = 'review_window'
        and activity.ended_at >= period.starts_at
        and activity.ended_at < period.ends_at
left join named
    on
        activity.person_id = named.person_id
        and activity.object_id = named.object_id
        and activity.kind = named.kind
