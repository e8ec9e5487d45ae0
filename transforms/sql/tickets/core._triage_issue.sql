-- doc: One row is one event in which one person sorted an issue that is not theirs to solve.
-- grain: event_id
with sorting_event as (
    select
        event.*,
        coalesce(triage_event.is_move, false) as is_move
    from core._person_event as event
    left join rules.credit__triage_events as triage_event
        on event.kind = 'github.issue.' || triage_event.event
    left join rules.credit__triage_close_reasons as reason on event.detail = reason.state_reason
    where
        event.object_type = 'issue'
        and (
            triage_event.event is not null
            or (event.kind = 'github.issue.closed' and reason.state_reason is not null)
        )
),

-- Who holds an issue and moves it on a board says how far the own work has come.
holder_change as (
    select
        'github:' || issue_event.repository_id || '#' || issue_event.issue_number as object_id,
        link.person_id,
        issue_event.created_at,
        issue_event.event_id,
        issue_event.event = 'assigned' as is_assignment
    from staging.github__issue_event as issue_event
    inner join core.identity_link as link
        on
            'github:' || issue_event.subject_id = link.account_id
            and cast(issue_event.created_at as date) >= link.valid_from
            and cast(issue_event.created_at as date)
            <= coalesce(link.valid_to, date '9999-12-31')
    where issue_event.event in ('assigned', 'unassigned')
),

own_move as (
    select sorting_event.event_id
    from sorting_event
    inner join holder_change
        on
            sorting_event.object_id = holder_change.object_id
            and sorting_event.person_id = holder_change.person_id
            and sorting_event.occurred_at >= holder_change.created_at
    where sorting_event.is_move
    group by sorting_event.event_id
    having max_by(holder_change.is_assignment, (holder_change.created_at, holder_change.event_id))
),

-- Sorting an issue that only its author has touched helps nobody (NSE-6).
first_reaction as (
    select
        event.object_id,
        min(event.occurred_at) as first_at
    from core._person_event as event
    inner join core._thread_opener as issue_opening on event.object_id = issue_opening.object_id
    where issue_opening.person_id is null or event.person_id <> issue_opening.person_id
    group by event.object_id
),

-- GitHub closes an issue with these, and gives no reason.
sorted_away as (
    select distinct
        event.object_id,
        event.account_id
    from core.event as event
    inner join rules.credit__triage_events as triage_event
        on event.kind = 'github.issue.' || triage_event.event
    where triage_event.closes and not event.is_future
),

-- Whoever closed it last resolved it, and that may be a machine or somebody unknown.
last_close as (
    select
        event.object_id,
        event.person_id,
        row_number() over (
            partition by event.object_id
            order by event.occurred_at desc, event.event_id desc
        ) as recency
    from core.event as event
    left join rules.credit__triage_close_reasons as reason on event.detail = reason.state_reason
    left join sorted_away
        on
            event.object_id = sorted_away.object_id
            and event.account_id = sorted_away.account_id
    where
        event.kind = 'github.issue.closed'
        and reason.state_reason is null
        and sorted_away.object_id is null
        and not event.is_future
),

own_limit as (
    select value as hours
    from rules.limits__thresholds
    where name = 'own_item_hours'
)

select
    sorting_event.event_id,
    sorting_event.occurred_at,
    sorting_event.person_id,
    sorting_event.object_type,
    sorting_event.object_id,
    sorting_event.container,
    sorting_event.url,
    issue_opening.object_id is not null as is_opener_known
from sorting_event
left join core._flipped_event as flipped_event on sorting_event.event_id = flipped_event.event_id
left join own_move on sorting_event.event_id = own_move.event_id
left join core._thread_opener as issue_opening on sorting_event.object_id = issue_opening.object_id
left join first_reaction on sorting_event.object_id = first_reaction.object_id
left join last_close
    on sorting_event.object_id = last_close.object_id and last_close.recency = 1
cross join own_limit
where
    flipped_event.event_id is null
    and own_move.event_id is null
    and coalesce(last_close.person_id, '') <> sorting_event.person_id
    and (
        coalesce(issue_opening.person_id, '') <> sorting_event.person_id
        or (
            epoch(sorting_event.occurred_at) - epoch(issue_opening.opened_at)
            > own_limit.hours * 3600
            and first_reaction.first_at < sorting_event.occurred_at
        )
    )
