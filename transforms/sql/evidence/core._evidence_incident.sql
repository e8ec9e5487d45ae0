-- doc: One row is one event by which one person took part in one incident or triaged one alert.
-- grain: person_id, kind, object_id, event_id
with sweep_limit as (
    select value as seconds
    from rules.limits__thresholds
    where name = 'sweep_seconds'
),

scribe_limit as (
    select value as notes
    from rules.limits__thresholds
    where name = 'scribe_notes'
),

incident_event as (
    select
        event.*,
        incident.is_declared,
        incident.merged_into,
        event.kind = 'pagerduty.incident.acknowledge' as is_acknowledgement,
        event.kind in (
            'pagerduty.incident.resolve',
            'pagerduty.incident.assign',
            'pagerduty.incident.delegate',
            'pagerduty.incident.escalate',
            'pagerduty.incident.responder_request',
            'pagerduty.note.written'
        ) as is_action,
        event.kind = 'pagerduty.note.written' and event.detail is null as is_timeline_note
    from core._person_event as event
    inner join core._incident as incident on event.object_id = incident.object_id
    where event.source = 'pagerduty'
),

participant as (
    select
        person_id,
        object_id,
        count(*) filter (where is_acknowledgement) as acknowledgements,
        count(*) filter (where is_action) as actions,
        count(*) filter (where is_timeline_note) as timeline_notes
    from incident_event
    group by
        person_id,
        object_id
),

-- Who merges alerts handled the one that is left, and who acknowledges or resolves many at once
-- looked at none of them by itself.
handled_alert as (
    select
        *,
        coalesce(merged_into, object_id) as alert_id,
        epoch(occurred_at) - epoch(lag(occurred_at) over (
            partition by person_id, kind
            order by occurred_at, event_id
        )) as seconds_since_last
    from incident_event
    where
        not is_declared
        and (is_acknowledgement or kind in ('pagerduty.incident.resolve', 'pagerduty.note.written'))
),

swept_alert as (
    select
        handled_alert.*,
        count(*) filter (
            where coalesce(handled_alert.seconds_since_last > sweep_limit.seconds, true)
        ) over (
            partition by handled_alert.person_id, handled_alert.kind
            order by handled_alert.occurred_at, handled_alert.event_id
            rows between unbounded preceding and current row
        ) as sweep_number
    from handled_alert
    cross join sweep_limit
),

alert_event as (
    select
        person_id,
        object_type,
        container,
        event_id,
        occurred_at,
        url,
        min(alert_id) over (partition by person_id, kind, sweep_number) as object_id
    from swept_alert
),

classified_event as (
    select
        *,
        'incident.command' as activity_kind,
        'incident_role' as rule_id
    from incident_event
    where kind = 'pagerduty.role.commander'
    union all
    select
        *,
        'incident.comms' as activity_kind,
        case when kind = 'pagerduty.note.written' then 'status_updates' else 'incident_role' end
            as rule_id
    from incident_event
    where
        is_declared
        and (
            kind = 'pagerduty.role.communicator'
            or (kind = 'pagerduty.note.written' and detail = 'status_update')
        )
    union all
    select
        incident_event.*,
        'incident.scribe' as activity_kind,
        case when incident_event.is_timeline_note then 'timeline_notes' else 'incident_role' end
            as rule_id
    from incident_event
    inner join participant
        on
            incident_event.person_id = participant.person_id
            and incident_event.object_id = participant.object_id
    cross join scribe_limit
    where
        incident_event.is_declared
        and (
            incident_event.kind = 'pagerduty.role.scribe'
            or (
                incident_event.is_timeline_note and participant.timeline_notes >= scribe_limit.notes
            )
        )
    union all
    select
        incident_event.*,
        'incident.responder' as activity_kind,
        'acknowledged_and_acted' as rule_id
    from incident_event
    inner join participant
        on
            incident_event.person_id = participant.person_id
            and incident_event.object_id = participant.object_id
    where
        incident_event.is_declared
        and (incident_event.is_acknowledgement or incident_event.is_action)
        and participant.acknowledgements > 0
        and participant.actions > 0
),

act as (
    select
        person_id,
        activity_kind as kind,
        object_type,
        object_id,
        container,
        event_id,
        occurred_at,
        url,
        rule_id
    from classified_event
    union all
    select
        person_id,
        'triage.alert_triage' as kind,
        object_type,
        object_id,
        container,
        event_id,
        occurred_at,
        url,
        'alert_handled' as rule_id
    from alert_event
)

select
    person_id,
    kind,
    object_type,
    object_id,
    container,
    '' as bucket,
    event_id,
    occurred_at,
    url,
    'O' as evidence_level,
    rule_id
from act
