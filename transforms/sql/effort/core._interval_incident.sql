-- doc: One row is one act of one person in one incident and the interval up to it, by bound.
-- grain: person_id, object_id, ends_mid
with session_limit as (
    select
        mid * 60 as mid,
        high * 60 as high
    from rules.effort__sessions
),

participant as (
    select distinct
        evidence.person_id,
        evidence.object_id
    from core.activity_evidence as evidence
    inner join rules.effort__lasting_kinds as lasting_kind on evidence.kind = lasting_kind.kind
    where lasting_kind.lasts_as = 'incident' and evidence.object_type is distinct from 'claim'
),

-- Holding a role is not an act: the tool dates it to the start of the incident.
act as (
    select distinct
        event.person_id,
        event.object_id,
        cast(floor(epoch(event.occurred_at)) as bigint) as at_second
    from core._person_event as event
    inner join participant
        on event.person_id = participant.person_id and event.object_id = participant.object_id
    where event.kind not like 'pagerduty.role.%'
),

ordered_act as (
    select
        *,
        lag(at_second) over incident_order as before,
        lead(at_second) over incident_order as after
    from act
    window incident_order as (
        partition by person_id, object_id
        order by at_second
    )
),

incident_end as (
    select
        'pagerduty:' || incident_id as object_id,
        cast(floor(epoch(resolved_at)) as bigint) as at_second
    from staging.pagerduty__incident
    where resolved_at is not null
)

-- A break that would end a session counts for nobody.
select
    ordered_act.person_id,
    ordered_act.object_id,
    case
        when ordered_act.at_second - ordered_act.before <= session_limit.mid then ordered_act.before
        else ordered_act.at_second
    end as starts_mid,
    ordered_act.at_second as ends_mid,
    case
        when
            ordered_act.at_second - ordered_act.before <= session_limit.high
            then ordered_act.before
        else ordered_act.at_second
    end as starts_high,
    case
        when ordered_act.after is null
            then
                greatest(
                    ordered_act.at_second,
                    least(
                        coalesce(incident_end.at_second, ordered_act.at_second),
                        ordered_act.at_second + session_limit.high
                    )
                )
        else ordered_act.at_second
    end as ends_high
from ordered_act
cross join session_limit
left join incident_end on ordered_act.object_id = incident_end.object_id
