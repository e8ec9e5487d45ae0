-- doc: One row is one event in which one person sorted an issue that is not their own to solve.
-- grain: event_id
with sorting as (
    select event.*
    from core._person_event as event
    left join rules.credit__triage_events as listed on event.kind = 'github.issue.' || listed.event
    left join rules.credit__triage_close_reasons as reason on event.detail = reason.state_reason
    where
        event.object_type = 'issue'
        and (
            listed.event is not null
            or (event.kind = 'github.issue.closed' and reason.state_reason is not null)
        )
),

opened as (
    select
        object_id,
        min(person_id) as person_id,
        min(occurred_at) as opened_at
    from core._person_event
    where kind = 'github.issue.opened'
    group by object_id
),

-- What only its author has touched is sorted for nobody (NSE-6).
touched as (
    select
        event.object_id,
        min(event.occurred_at) as first_at
    from core._person_event as event
    inner join opened on event.object_id = opened.object_id
    where event.person_id <> coalesce(opened.person_id, '')
    group by event.object_id
),

resolved as (
    select
        event.object_id,
        max_by(event.person_id, (event.occurred_at, event.event_id)) as person_id
    from core._person_event as event
    left join rules.credit__triage_close_reasons as reason on event.detail = reason.state_reason
    where event.kind = 'github.issue.closed' and reason.state_reason is null
    group by event.object_id
),

own_limit as (
    select value as hours
    from rules.limits__thresholds
    where name = 'own_item_hours'
)

select
    sorting.event_id,
    sorting.occurred_at,
    sorting.person_id,
    sorting.object_type,
    sorting.object_id,
    sorting.container,
    sorting.url
from sorting
left join core._flipped_event as flipped on sorting.event_id = flipped.event_id
left join opened on sorting.object_id = opened.object_id
left join touched on sorting.object_id = touched.object_id
left join resolved on sorting.object_id = resolved.object_id
cross join own_limit
where
    flipped.event_id is null
    and coalesce(resolved.person_id, '') <> sorting.person_id
    and (
        coalesce(opened.person_id, '') <> sorting.person_id
        or (
            epoch(sorting.occurred_at) - epoch(opened.opened_at) > own_limit.hours * 3600
            and touched.first_at < sorting.occurred_at
        )
    )
