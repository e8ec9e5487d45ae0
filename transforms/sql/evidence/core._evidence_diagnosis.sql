-- doc: One row is one comment that named, before anybody else, what the fix by others then changed.
-- grain: person_id, kind, object_id, event_id
with limits as (
    select
        max(value) filter (where name = 'diagnosis_days') * 86400 as until_fix,
        max(value) filter (where name = 'diagnosis_close_days') * 86400 as until_close
    from rules.limits__thresholds
),

resolved as (
    select
        event.object_id,
        max_by(event.person_id, (event.occurred_at, event.event_id)) as person_id,
        max(event.occurred_at) as closed_at
    from core._person_event as event
    left join rules.credit__triage_close_reasons as reason on event.detail = reason.state_reason
    where event.kind = 'github.issue.closed' and reason.state_reason is null
    group by event.object_id
),

-- Who closes an issue as solved, and had changed what was named there, solved it.
fix as (
    select
        object_id,
        change_id
    from core._fixing_change
    union
    select
        named.object_id,
        changed.change_id
    from core._named_object as named
    inner join resolved on named.object_id = resolved.object_id
    inner join core._changed_name as changed
        on named.name_hash = changed.name_hash and named.container = changed.repository
    inner join core._change_author as author
        on changed.change_id = author.object_id and resolved.person_id = author.person_id
    cross join limits
    where
        changed.changed_at <= resolved.closed_at
        and epoch(resolved.closed_at) - epoch(changed.changed_at) <= limits.until_close
),

diagnosed as (
    select
        named.*,
        fix.change_id
    from core._named_object as named
    inner join fix on named.object_id = fix.object_id
    inner join core._changed_name as changed
        on fix.change_id = changed.change_id and named.name_hash = changed.name_hash
    cross join limits
    where
        changed.changed_at > named.named_at
        and epoch(changed.changed_at) - epoch(named.named_at) <= limits.until_fix
),

fixed_by as (
    select
        diagnosed.event_id,
        bool_or(author.person_id = diagnosed.person_id) as is_own
    from diagnosed
    inner join core._change_author as author on diagnosed.change_id = author.object_id
    group by diagnosed.event_id
)

select distinct
    diagnosed.person_id,
    'fix.diagnosis_only' as kind,
    diagnosed.object_type,
    diagnosed.object_id,
    diagnosed.container,
    '' as bucket,
    diagnosed.event_id,
    diagnosed.occurred_at,
    diagnosed.url,
    'I' as evidence_level,
    'named_before_the_fix' as rule_id
from diagnosed
inner join fixed_by on diagnosed.event_id = fixed_by.event_id
where not fixed_by.is_own
