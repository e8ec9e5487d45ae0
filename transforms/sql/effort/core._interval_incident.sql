-- doc: One row is one act of one person in one incident and the time in it up to there, in seconds.
-- grain: person_id, object_id, ends_mid
with session as (
    select
        mid * 60 as mid,
        high * 60 as high
    from rules.effort__sessions
),

taking_part as (
    select distinct
        evidence.person_id,
        evidence.object_id
    from core.activity_evidence as evidence
    inner join rules.effort__lasting_kinds as lasting on evidence.kind = lasting.kind
    where lasting.lasts_as = 'incident' and evidence.object_type is distinct from 'claim'
),

-- Holding a role is no act: the tool dates it to the incident's beginning.
act as (
    select distinct
        event.person_id,
        event.object_id,
        cast(floor(epoch(event.occurred_at)) as bigint) as at_second
    from core._person_event as event
    inner join taking_part
        on event.person_id = taking_part.person_id and event.object_id = taking_part.object_id
    where event.kind not like 'pagerduty.role.%'
),

neighboured as (
    select
        *,
        lag(at_second) over in_order as before,
        lead(at_second) over in_order as after
    from act
    window in_order as (
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

-- Nobody is taken to have stayed through a break that ends a session.
select
    neighboured.person_id,
    neighboured.object_id,
    case
        when neighboured.at_second - neighboured.before <= session.mid then neighboured.before
        else neighboured.at_second
    end as starts_mid,
    neighboured.at_second as ends_mid,
    case
        when neighboured.at_second - neighboured.before <= session.high then neighboured.before
        else neighboured.at_second
    end as starts_high,
    case
        when neighboured.after is null
            then
                greatest(
                    neighboured.at_second,
                    least(
                        coalesce(incident_end.at_second, neighboured.at_second),
                        neighboured.at_second + session.high
                    )
                )
        else neighboured.at_second
    end as ends_high
from neighboured
cross join session
left join incident_end on neighboured.object_id = incident_end.object_id
