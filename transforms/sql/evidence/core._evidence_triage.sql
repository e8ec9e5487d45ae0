-- doc: One row is one sorting event, as triage of its issue or as part of a cleanup batch.
-- grain: person_id, kind, object_id, event_id
with limits as (
    select
        max(case when name = 'batch_gap_minutes' then value end) as gap_minutes,
        max(case when name = 'batch_objects' then value end) as batch_objects
    from rules.limits__thresholds
),

sorting_event as (
    select
        event_id,
        occurred_at,
        person_id,
        object_type,
        object_id,
        container,
        url
    from core._triage_issue
    where is_opener_known
    union all
    select ticket.* exclude (is_reporter_known)
    from core._triage_ticket as ticket
    left join core._evidence_routing as routing on ticket.event_id = routing.event_id
    where routing.event_id is null and ticket.is_reporter_known
),

event_gap as (
    select
        event.*,
        epoch(event.occurred_at) - epoch(lag(event.occurred_at) over (
            partition by event.person_id, event.container
            order by event.occurred_at, event.event_id
        )) as seconds_since_last
    from sorting_event as event
),

session_event as (
    select
        event_gap.*,
        sum(
            case
                when coalesce(event_gap.seconds_since_last > limits.gap_minutes * 60, true) then 1
                else 0
            end
        ) over (
            partition by event_gap.person_id, event_gap.container
            order by event_gap.occurred_at, event_gap.event_id
            rows between unbounded preceding and current row
        ) as session_number
    from event_gap
    cross join limits
),

batch as (
    select
        person_id,
        container,
        session_number,
        count(distinct object_id) as objects,
        min(occurred_at) as started_at
    from session_event
    group by
        person_id,
        container,
        session_number
)

select
    session_event.person_id,
    case
        when batch.objects >= limits.batch_objects then 'triage.backlog_hygiene'
        else 'triage.issue_triage'
    end as kind,
    case when batch.objects >= limits.batch_objects then 'batch' else session_event.object_type end
        as object_type,
    case
        when batch.objects >= limits.batch_objects
            then 'batch:' || session_event.container || ':' || epoch(batch.started_at)
        else session_event.object_id
    end as object_id,
    session_event.container,
    '' as bucket,
    session_event.event_id,
    session_event.occurred_at,
    session_event.url,
    'O' as evidence_level,
    case when batch.objects >= limits.batch_objects then 'triage_batch' else 'triage' end as rule_id
from session_event
inner join batch
    on
        session_event.person_id = batch.person_id
        and session_event.container = batch.container
        and session_event.session_number = batch.session_number
cross join limits
