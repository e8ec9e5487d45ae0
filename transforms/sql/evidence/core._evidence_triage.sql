-- doc: One row is one sorting event, as triage of its issue or as part of a tidying batch.
-- grain: person_id, kind, object_id, event_id
with limits as (
    select
        max(case when name = 'batch_gap_minutes' then value end) as gap_minutes,
        max(case when name = 'batch_objects' then value end) as batch_objects
    from rules.limits__thresholds
),

sorting as (
    select * from core._triage_issue
    union all
    select ticket.*
    from core._triage_ticket as ticket
    left join core._evidence_routing as routing on ticket.event_id = routing.event_id
    where routing.event_id is null
),

gap as (
    select
        event.*,
        epoch(event.occurred_at) - epoch(lag(event.occurred_at) over (
            partition by event.person_id, event.container
            order by event.occurred_at, event.event_id
        )) as seconds_since_last
    from sorting as event
),

numbered as (
    select
        gap.*,
        sum(
            case
                when coalesce(gap.seconds_since_last, 1e12) > limits.gap_minutes * 60 then 1
                else 0
            end
        ) over (
            partition by gap.person_id, gap.container
            order by gap.occurred_at, gap.event_id
            rows between unbounded preceding and current row
        ) as session_number
    from gap
    cross join limits
),

batch as (
    select
        person_id,
        container,
        session_number,
        count(distinct object_id) as objects,
        min(occurred_at) as started_at
    from numbered
    group by
        person_id,
        container,
        session_number
)

select
    numbered.person_id,
    case
        when batch.objects >= limits.batch_objects then 'triage.backlog_hygiene'
        else 'triage.issue_triage'
    end as kind,
    case when batch.objects >= limits.batch_objects then 'batch' else numbered.object_type end
        as object_type,
    case
        when batch.objects >= limits.batch_objects
            then 'batch:' || numbered.container || ':' || epoch(batch.started_at)
        else numbered.object_id
    end as object_id,
    numbered.container,
    '' as bucket,
    numbered.event_id,
    numbered.occurred_at,
    numbered.url,
    'O' as evidence_level,
    case when batch.objects >= limits.batch_objects then 'triage_batch' else 'triage' end as rule_id
from numbered
inner join batch
    on
        numbered.person_id = batch.person_id
        and numbered.container = batch.container
        and numbered.session_number = batch.session_number
cross join limits
