-- doc: One row is one trace of what somebody did for one release that is out.
-- grain: object_id, party, role, event_id
with part as (
    select
        object_id,
        person_id,
        kind,
        event_id,
        occurred_at
    from core.activity_evidence
    where
        kind in ('coordination.release', 'review.release_gate', 'coordination.dependency_link')
        and evidence_level in ('O', 'I')
),

published as (
    select
        object_id,
        max(occurred_at) as ended_at
    from part
    where kind = 'coordination.release' and object_id like 'release:%'
    group by object_id
),

shipped as (
    select
        release.ticket_id,
        release.object_id,
        resolution.resolved_at as ended_at
    from core._release_ticket as release
    inner join core._ticket_resolution as resolution on release.ticket_id = resolution.ticket_id
),

ended as (
    select
        object_id,
        ended_at
    from published
    union all
    select
        object_id,
        ended_at
    from shipped
),

-- A release joins its tickets by links; who keeps those between them current is part of it.
joined as (
    select
        object_id,
        ended_at,
        ticket_id as part_id
    from shipped
    union all
    select
        shipped.object_id,
        shipped.ended_at,
        link.other_id as part_id
    from shipped
    inner join core._ticket_link as link on shipped.ticket_id = link.ticket_id
),

link_end as (
    select
        split_part(object_id, ':', 3) as ticket_id,
        person_id,
        event_id,
        occurred_at
    from part
    where kind = 'coordination.dependency_link'
    union all
    select
        split_part(object_id, ':', 4) as ticket_id,
        person_id,
        event_id,
        occurred_at
    from part
    where kind = 'coordination.dependency_link'
)

select
    part.object_id,
    part.person_id as party,
    true as is_known,
    case when part.kind = 'coordination.release' then 'lead' else 'gate_approver' end as role,
    part.event_id,
    part.occurred_at as contributed_at,
    ended.ended_at
from part
inner join ended on part.object_id = ended.object_id
where part.kind <> 'coordination.dependency_link' and part.occurred_at <= ended.ended_at
union
select
    joined.object_id,
    link_end.person_id as party,
    true as is_known,
    'link_maintainer' as role,
    link_end.event_id,
    link_end.occurred_at as contributed_at,
    joined.ended_at
from link_end
inner join joined on link_end.ticket_id = joined.part_id
where link_end.occurred_at <= joined.ended_at
