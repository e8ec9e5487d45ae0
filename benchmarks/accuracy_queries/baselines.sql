-- How well the order of people by hidden minutes is that of the truth, by role family, beside the
-- orders by counts. Such orders exist nowhere but in this comparison.
with event_count as (
    select
        event.person_id,
        count(*) as events
    from store.core.event as event
    inner join pub.marts.period as period
        on
            period.period_kind = 'review_window'
            and event.occurred_at >= period.starts_at
            and event.occurred_at < period.ends_at
    group by event.person_id
),

figure as (
    select
        kind_minutes.person_id,
        kind_minutes.role_family,
        sum(kind_minutes.true_hidden) as truth,
        sum(kind_minutes.hidden_mid) as profile,
        coalesce(any_value(change.changes), 0) as changes,
        coalesce(any_value(event_count.events), 0) as events
    from kind_minutes
    left join (
        select
            person_id,
            count(*) as changes
        from profile_activity
        where kind = 'delivery.feature'
        group by person_id
    ) as change on kind_minutes.person_id = change.person_id
    left join event_count on kind_minutes.person_id = event_count.person_id
    group by
        kind_minutes.person_id,
        kind_minutes.role_family
),

-- Equal figures share the middle of their places.
place as (
    select
        role_family,
        rank() over (partition by role_family order by truth)
        + count(*) over (partition by role_family, truth) / 2 as truth,
        rank() over (partition by role_family order by profile)
        + count(*) over (partition by role_family, profile) / 2 as profile,
        rank() over (partition by role_family order by changes)
        + count(*) over (partition by role_family, changes) / 2 as changes,
        rank() over (partition by role_family order by events)
        + count(*) over (partition by role_family, events) / 2 as events
    from figure
)

select
    role_family,
    count(*) as people,
    corr(truth, profile) as by_profile,
    -- Where all have as many there is no order.
    case when count(distinct changes) > 1 then corr(truth, changes) end as by_changes,
    case when count(distinct events) > 1 then corr(truth, events) end as by_events
from place
group by role_family
order by role_family
