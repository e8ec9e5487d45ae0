-- doc: One row is one event by which one person took part in one incident or sorted one alert.
-- grain: person_id, kind, object_id, event_id
with scribe_limit as (
    select value as notes
    from rules.limits__thresholds
    where name = 'scribe_notes'
),

part as (
    select
        event.*,
        incident.is_declared,
        event.kind = 'pagerduty.incident.acknowledge' as is_acknowledgement,
        event.kind in (
            'pagerduty.incident.resolve',
            'pagerduty.incident.assign',
            'pagerduty.incident.delegate',
            'pagerduty.incident.escalate',
            'pagerduty.note.written'
        ) as is_action,
        event.kind = 'pagerduty.note.written' and event.detail is null as is_timeline_note
    from core._person_event as event
    inner join core._incident as incident on event.object_id = incident.object_id
    where event.source = 'pagerduty'
),

taking_part as (
    select
        person_id,
        object_id,
        count(*) filter (where is_acknowledgement) as acknowledgements,
        count(*) filter (where is_action) as actions,
        count(*) filter (where is_timeline_note) as timeline_notes
    from part
    group by
        person_id,
        object_id
),

classified as (
    select
        *,
        'incident.command' as activity_kind,
        'incident_role' as rule_id
    from part
    where kind = 'pagerduty.role.commander'
    union all
    select
        *,
        'incident.comms' as activity_kind,
        case when kind = 'pagerduty.note.written' then 'status_updates' else 'incident_role' end
            as rule_id
    from part
    where
        is_declared
        and (
            kind = 'pagerduty.role.communicator'
            or (kind = 'pagerduty.note.written' and detail = 'status_update')
        )
    union all
    select
        part.*,
        'incident.scribe' as activity_kind,
        case when part.is_timeline_note then 'timeline_notes' else 'incident_role' end as rule_id
    from part
    inner join taking_part
        on part.person_id = taking_part.person_id and part.object_id = taking_part.object_id
    cross join scribe_limit
    where
        part.is_declared
        and (
            part.kind = 'pagerduty.role.scribe'
            or (part.is_timeline_note and taking_part.timeline_notes >= scribe_limit.notes)
        )
    union all
    select
        part.*,
        'incident.responder' as activity_kind,
        'acknowledged_and_acted' as rule_id
    from part
    inner join taking_part
        on part.person_id = taking_part.person_id and part.object_id = taking_part.object_id
    where
        part.is_declared
        and (part.is_acknowledgement or part.is_action)
        and taking_part.acknowledgements > 0
        and taking_part.actions > 0
    union all
    select
        *,
        'triage.alert_triage' as activity_kind,
        'alert_handled' as rule_id
    from part
    where
        not is_declared
        and (is_acknowledgement or kind in ('pagerduty.incident.resolve', 'pagerduty.note.written'))
)

select
    person_id,
    activity_kind as kind,
    object_type,
    object_id,
    container,
    '' as bucket,
    event_id,
    occurred_at,
    url,
    'O' as evidence_level,
    rule_id
from classified
