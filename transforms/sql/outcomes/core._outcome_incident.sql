-- doc: One row is one act of one contributor in one resolved incident that was declared as one.
-- grain: object_id, contributor, role, event_id
with resolved_incident as (
    select
        'pagerduty:' || incident.incident_id as object_id,
        incident.resolved_at as ended_at
    from staging.pagerduty__incident as incident
    inner join core._incident as declaration
        on 'pagerduty:' || incident.incident_id = declaration.object_id
    where
        declaration.is_declared
        and incident.status = 'resolved'
        and incident.resolved_at <= $as_of
),

-- PagerDuty's machines act without an account.
incident_act as (
    select
        event.object_id,
        coalesce(event.person_id, event.account_id) as contributor,
        event.person_id is not null as is_known,
        case
            when event.kind = 'pagerduty.incident.resolve' then 'fixer'
            else 'observer'
        end as role,
        event.event_id,
        event.occurred_at as contributed_at
    from core.event as event
    where
        event.kind in (
            'pagerduty.incident.resolve',
            'pagerduty.incident.acknowledge',
            'pagerduty.note.written'
        )
        and event.account_id is not null
        and not event.is_future
    union all
    select
        evidence.object_id,
        evidence.person_id as contributor,
        true as is_known,
        case evidence.kind
            when 'incident.command' then 'commander'
            when 'incident.comms' then 'communicator'
            when 'incident.scribe' then 'scribe'
            else 'responder'
        end as role,
        evidence.event_id,
        evidence.occurred_at as contributed_at
    from core.activity_evidence as evidence
    where
        evidence.kind in (
            'incident.command', 'incident.comms', 'incident.scribe', 'incident.responder'
        )
        and evidence.evidence_level in ('O', 'I')
)

select
    incident_act.object_id,
    incident_act.contributor,
    incident_act.is_known,
    incident_act.role,
    incident_act.event_id,
    incident_act.contributed_at,
    resolved_incident.ended_at
from incident_act
inner join resolved_incident on incident_act.object_id = resolved_incident.object_id
