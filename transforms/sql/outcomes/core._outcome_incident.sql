-- doc: One row is one trace of what somebody did in one resolved incident that was declared as one.
-- grain: object_id, party, role, event_id
with resolved as (
    select
        'pagerduty:' || incident.incident_id as object_id,
        incident.resolved_at as ended_at
    from staging.pagerduty__incident as incident
    inner join core._incident as declared
        on 'pagerduty:' || incident.incident_id = declared.object_id
    where
        declared.is_declared
        and incident.status = 'resolved'
        and incident.resolved_at <= $as_of
),

-- PagerDuty's machines act without an account.
seen as (
    select
        event.object_id,
        coalesce(event.person_id, event.account_id) as party,
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
        evidence.person_id as party,
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
    seen.object_id,
    seen.party,
    seen.is_known,
    seen.role,
    seen.event_id,
    seen.contributed_at,
    resolved.ended_at
from seen
inner join resolved on seen.object_id = resolved.object_id
