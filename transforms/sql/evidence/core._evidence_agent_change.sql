-- doc: One row is one merged change of an agent: who had it made, or else took it in (NSE-4).
-- grain: person_id, kind, object_id, event_id
with merged as (
    select event.object_id
    from core.event as event
    inner join core._assisted_change as assisted
        on event.object_id = assisted.object_id and assisted.is_opened_by_agent
    where event.kind = 'github.pull.merged' and not event.is_future
),

-- The agent names on its commits who had it work.
starter as (
    select
        merged.object_id,
        author.person_id
    from merged
    inner join core._change_author as author on merged.object_id = author.object_id
),

behind as (
    select
        event.*,
        starter.person_id is not null as is_starter
    from merged
    inner join core._person_event as event on merged.object_id = event.object_id
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
    behind.person_id,
    'delivery.feature' as kind,
    behind.object_type,
    behind.object_id,
    behind.container,
    '' as bucket,
    behind.event_id,
    behind.occurred_at,
    behind.url,
    'I' as evidence_level,
    case when behind.is_starter then 'agent_started' else 'agent_accepted' end as rule_id
from behind
-- A change that is upkeep or a revert is that, and not delivery as well.
left join core._evidence_change as known
    on behind.person_id = known.person_id and behind.object_id = known.object_id
where known.person_id is null
