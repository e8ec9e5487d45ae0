-- doc: One row is one comment that was the first to name what a fix by others then changed.
-- grain: person_id, kind, object_id, event_id
with limits as (
    select
        max(value) filter (where name = 'diagnosis_days') * 86400 as until_fix,
        max(value) filter (where name = 'diagnosis_close_days') * 86400 as until_close
    from rules.limits__thresholds
),

last_close as (
    select
        event.object_id,
        event.person_id,
        event.occurred_at as closed_at,
        row_number() over (
            partition by event.object_id
            order by event.occurred_at desc, event.event_id desc
        ) as recency
    from core.event as event
    left join rules.credit__triage_close_reasons as reason on event.detail = reason.state_reason
    where
        event.kind = 'github.issue.closed'
        and reason.state_reason is null
        and not event.is_future
),

-- Whoever closed it last may be nobody known, and then nobody known fixed it.
closed_issue as (
    select
        object_id,
        person_id,
        closed_at
    from last_close
    where recency = 1 and person_id is not null
),

-- A person who closes an issue as completed after changing what was named there has fixed it.
fix as (
    select
        object_id,
        change_id
    from core._fixing_change
    union
    select
        named_object.object_id,
        changed_name.change_id
    from core._named_object as named_object
    inner join closed_issue on named_object.object_id = closed_issue.object_id
    inner join core._changed_name as changed_name
        on
            named_object.name_hash = changed_name.name_hash
            and named_object.container = changed_name.repository
    inner join core._change_author as author
        on changed_name.change_id = author.object_id and closed_issue.person_id = author.person_id
    cross join limits
    where
        changed_name.changed_at <= closed_issue.closed_at
        and epoch(closed_issue.closed_at) - epoch(changed_name.changed_at) <= limits.until_close
),

diagnosis as (
    select
        named_object.*,
        fix.change_id
    from core._named_object as named_object
    inner join fix on named_object.object_id = fix.object_id
    inner join core._changed_name as changed_name
        on
            fix.change_id = changed_name.change_id
            and named_object.name_hash = changed_name.name_hash
    cross join limits
    where
        changed_name.changed_at > named_object.named_at
        and epoch(changed_name.changed_at) - epoch(named_object.named_at) <= limits.until_fix
),

diagnosis_fix as (
    select
        diagnosis.event_id,
        bool_or(author.person_id = diagnosis.person_id) as is_own
    from diagnosis
    inner join core._change_author as author on diagnosis.change_id = author.object_id
    group by diagnosis.event_id
)

select distinct
    diagnosis.person_id,
    'fix.diagnosis_only' as kind,
    diagnosis.object_type,
    diagnosis.object_id,
    diagnosis.container,
    '' as bucket,
    diagnosis.event_id,
    diagnosis.occurred_at,
    diagnosis.url,
    'I' as evidence_level,
    'named_before_the_fix' as rule_id
from diagnosis
inner join diagnosis_fix on diagnosis.event_id = diagnosis_fix.event_id
where not diagnosis_fix.is_own
