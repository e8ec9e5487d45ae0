select
    trace.role,
    trace.contributed_at,
    any_value(event.kind) as kind,
    min(event.url) as url
from core._outcome_trace as trace
left join core.event as event on trace.event_id = event.event_id
where trace.outcome_type = $1 and trace.object_id = $2 and trace.contributor = $3
group by trace.role, trace.contributed_at
order by trace.contributed_at, trace.role
