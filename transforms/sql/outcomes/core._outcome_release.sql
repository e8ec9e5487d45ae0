-- doc: One row is one act of one contributor to one finished release.
-- grain: object_id, contributor, role, event_id
with release_evidence as (
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

published_release as (
    select
        object_id,
        max(occurred_at) as ended_at
    from release_evidence
    where kind = 'coordination.release' and object_id like 'release:%'
    group by object_id
),

resolved_release as (
    select
        release.ticket_id,
        release.object_id,
        resolution.resolved_at as ended_at
    from core._release_ticket as release
    inner join core._ticket_resolution as resolution on release.ticket_id = resolution.ticket_id
),

finished_release as (
    select
        object_id,
        ended_at
    from published_release
    union all
    select
        object_id,
        ended_at
    from resolved_release
),

-- A release joins its tickets by links; a person who maintains links between them contributes.
release_ticket as (
    select
        object_id,
        ended_at,
        ticket_id
    from resolved_release
    union all
    select
        resolved_release.object_id,
        resolved_release.ended_at,
        link.other_id as ticket_id
    from resolved_release
    inner join core._ticket_link as link on resolved_release.ticket_id = link.ticket_id
),

linked_ticket as (
    select
        split_part(object_id, ':', 3) as ticket_id,
        person_id,
        event_id,
        occurred_at
    from release_evidence
    where kind = 'coordination.dependency_link'
    union all
    select
        split_part(object_id, ':', 4) as ticket_id,
        person_id,
        event_id,
        occurred_at
    from release_evidence
    where kind = 'coordination.dependency_link'
)

select
    release_evidence.object_id,
    release_evidence.person_id as contributor,
    true as is_known,
    case when release_evidence.kind = 'coordination.release' then 'lead' else 'gate_approver' end
        as role,
    release_evidence.event_id,
    release_evidence.occurred_at as contributed_at,
    finished_release.ended_at
from release_evidence
inner join finished_release on release_evidence.object_id = finished_release.object_id
where
    release_evidence.kind <> 'coordination.dependency_link'
    and release_evidence.occurred_at <= finished_release.ended_at
union
select
    release_ticket.object_id,
    linked_ticket.person_id as contributor,
    true as is_known,
    'link_maintainer' as role,
    linked_ticket.event_id,
    linked_ticket.occurred_at as contributed_at,
    release_ticket.ended_at
from linked_ticket
inner join release_ticket on linked_ticket.ticket_id = release_ticket.ticket_id
where linked_ticket.occurred_at <= release_ticket.ended_at
