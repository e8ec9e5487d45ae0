-- doc: One row is one unit of one kind of work of one person: units are counted, not events.
-- grain: activity_id
-- references: person_id -> core.person.person_id
with unit as (
    select
        activity_id,
        person_id,
        kind,
        object_type,
        object_id,
        container,
        bucket,
        min(occurred_at) as first_at,
        max(occurred_at) as last_at,
        count(*) as event_count,
        case
            when bool_or(evidence_level = 'O') then 'O'
            when bool_or(evidence_level = 'I') then 'I'
            when bool_or(evidence_level = 'P') then 'P'
            else 'S'
        end as evidence_level,
        min(rule_id) as rule_id,
        min(bound) as bound
    from core.activity_evidence
    group by
        activity_id,
        person_id,
        kind,
        object_type,
        object_id,
        container,
        bucket
),

object_record as (
    select
        object_id,
        person_id,
        record,
        counts
    from core.credit_record
    union all
    select
        container.object_id,
        record.person_id,
        record.record,
        record.counts
    from core._credit_container as container
    inner join core.credit_record as record on container.container_id = record.object_id
),

-- A record covers only the kinds of its capacity (CRD-2).
named_activity as (
    select
        unit.activity_id,
        bool_or(object_record.counts) as is_counted
    from unit
    inner join object_record
        on unit.object_id = object_record.object_id and unit.person_id = object_record.person_id
    inner join rules.credit_policy__capacities as capacity
        on object_record.record = capacity.record and unit.kind = capacity.kind
    group by unit.activity_id
),

-- An activity is covered if all of its minutes lie inside time allocated to a duty.
covered_activity as (
    select cover.activity_id
    from core._allocated_cover as cover
    inner join core.effort as effort
        on cover.activity_id = effort.activity_id and cover.event_id = effort.event_id
    group by cover.activity_id
    having sum(cover.covered_mid) >= sum(effort.minutes_mid)
),

assisted_activity as (
    select distinct evidence.activity_id
    from core.activity_evidence as evidence
    inner join core._assisted_event as assisted_event on evidence.event_id = assisted_event.event_id
)

select
    unit.activity_id,
    unit.person_id,
    unit.kind,
    kind.category,
    kind.visibility,
    unit.object_type,
    unit.object_id,
    unit.container,
    unit.bucket,
    unit.first_at,
    unit.last_at,
    unit.event_count,
    unit.evidence_level,
    unit.rule_id,
    unit.bound,
    assisted_activity.activity_id is not null as is_agent_assisted,
    -- Null for tags, which describe an activity that is counted elsewhere.
    case
        when kind.is_tag then null
        when named_activity.is_counted then 'credited'
        when covered_activity.activity_id is not null then 'allocated'
        when unit.evidence_level in ('P', 'S') then 'untraced'
        when named_activity.activity_id is not null then 'uncounted'
        else 'unattributed'
    end as credit_class,
    kind.is_tag,
    kind.minutes_low,
    kind.minutes_mid,
    kind.minutes_high
from unit
inner join rules.kinds__kinds as kind on unit.kind = kind.kind
left join named_activity on unit.activity_id = named_activity.activity_id
left join covered_activity on unit.activity_id = covered_activity.activity_id
left join assisted_activity on unit.activity_id = assisted_activity.activity_id
