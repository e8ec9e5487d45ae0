-- doc: One row is one event of PagerDuty. Services and integrations act without an account.
-- grain: event_id
-- kind: view
with service as (
    select
        service_id,
        name
    from history.pagerduty__service
),

incident as (
    select
        incident.incident_id,
        incident.url,
        incident.created_at,
        incident.commander_ids,
        incident.communicator_ids,
        incident.scribe_ids,
        'pagerduty:' || incident.incident_id as object_id,
        coalesce(service.name, incident.service_id, '') as container
    from staging.pagerduty__incident as incident
    left join service on incident.service_id = service.service_id
),

role_holder as (
    select
        incident_id,
        'commander' as role,
        unnest(commander_ids) as user_id
    from incident
    union all
    select
        incident_id,
        'communicator' as role,
        unnest(communicator_ids) as user_id
    from incident
    union all
    select
        incident_id,
        'scribe' as role,
        unnest(scribe_ids) as user_id
    from incident
),

incident_event as (
    select
        'pagerduty:log_entry:' || entry_id as event_id,
        'pagerduty.incident.' || type as kind,
        created_at as occurred_at,
        case when agent_type = 'user' then agent_id end as user_id,
        incident_id,
        channel_type as detail,
        url
    from staging.pagerduty__log_entry
    union all
    select
        'pagerduty:note:' || note_id as event_id,
        'pagerduty.note.written' as kind,
        created_at as occurred_at,
        case when user_type = 'user' then user_id end as user_id,
        incident_id,
        case
            when is_status_update then 'status_update'
            when is_handover then 'handover'
        end as detail,
        cast(null as varchar) as url
    from staging.pagerduty__note
    union all
    select
        'pagerduty:role:' || role_holder.incident_id || ':' || role_holder.role || ':'
        || role_holder.user_id as event_id,
        'pagerduty.role.' || role_holder.role as kind,
        incident.created_at as occurred_at,
        role_holder.user_id,
        role_holder.incident_id,
        cast(null as varchar) as detail,
        cast(null as varchar) as url
    from role_holder
    inner join incident on role_holder.incident_id = incident.incident_id
)

select
    incident_event.event_id,
    'pagerduty' as source,
    incident_event.kind,
    incident_event.occurred_at,
    'pagerduty:' || incident_event.user_id as account_id,
    'incident' as object_type,
    incident.object_id,
    incident.container,
    incident_event.detail,
    coalesce(incident_event.url, incident.url) as url
from incident_event
inner join incident on incident_event.incident_id = incident.incident_id
union all
select
    'pagerduty:override:' || override.override_id as event_id,
    'pagerduty' as source,
    'pagerduty.override.taken' as kind,
    override.started_at as occurred_at,
    'pagerduty:' || override.user_id as account_id,
    'override' as object_type,
    'pagerduty:override:' || override.override_id as object_id,
    coalesce(schedule.name, override.schedule_id) as container,
    cast(null as varchar) as detail,
    schedule.url
from staging.pagerduty__override as override
left join history.pagerduty__schedule as schedule on override.schedule_id = schedule.schedule_id
union all
select
    'pagerduty:audit:' || record_id as event_id,
    'pagerduty' as source,
    'pagerduty.' || resource_type || '.' || action || 'd' as kind,
    executed_at as occurred_at,
    case when actor_type = 'user' then 'pagerduty:' || actor_id end as account_id,
    resource_type as object_type,
    'pagerduty:' || resource_type || ':' || resource_id as object_id,
    resource_type as container,
    cast(null as varchar) as detail,
    cast(null as varchar) as url
from staging.pagerduty__audit_record
