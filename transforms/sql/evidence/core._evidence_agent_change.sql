-- doc: One row is one merged change of an agent and who asked for it, or else merged it (NSE-4).
-- grain: person_id, kind, object_id, event_id
with merged_change as (
    select event.object_id
    from core.event as event
    inner join core._assisted_change as assisted_change
        on event.object_id = assisted_change.object_id and assisted_change.is_opened_by_agent
    where event.kind = 'github.pull.merged' and not event.is_future
),

-- The agent names on its commits the person who asked for the work.
starter as (
    select
        merged_change.object_id,
        author.person_id
    from merged_change
    inner join core._change_author as author on merged_change.object_id = author.object_id
),

starter_event as (
    select
        event.*,
        starter.person_id is not null as is_starter
    from merged_change
    inner join core._person_event as event on merged_change.object_id = event.object_id
    left join starter
        on event.object_id = starter.object_id and event.person_id = starter.person_id
    left join rules.credit__author_roles as author_role on event.kind = 'git.' || author_role.role
    where
        (starter.person_id is not null and author_role.role is not null)
        or (
            event.kind in ('git.merged', 'github.issue.merged')
            and event.object_id not in (select author.object_id from core._change_author as author)
        )
)

select
    starter_event.person_id,
    'delivery.feature' as kind,
    starter_event.object_type,
    starter_event.object_id,
    starter_event.container,
    '' as bucket,
    starter_event.event_id,
    starter_event.occurred_at,
    starter_event.url,
    'I' as evidence_level,
    case when starter_event.is_starter then 'agent_started' else 'agent_accepted' end as rule_id
from starter_event
-- A change that counts as upkeep or a revert is not delivery as well.
left join core._evidence_change as other_evidence
    on
        starter_event.person_id = other_evidence.person_id
        and starter_event.object_id = other_evidence.object_id
where other_evidence.person_id is null
