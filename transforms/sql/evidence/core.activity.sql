-- doc: One row is one unit of upkeep by one person on one object: objects are counted, not events.
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

naming as (
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

-- A record covers the kinds of its capacity and no other (CRD-2).
named as (
    select
        unit.activity_id,
        bool_or(naming.counts) as is_counted
    from unit
    inner join naming on unit.object_id = naming.object_id and unit.person_id = naming.person_id
    inner join rules.credit_policy__capacities as capacity
        on naming.record = capacity.record and unit.kind = capacity.kind
    group by unit.activity_id
),

-- Whose minutes are all inside the time allocated to a duty.
covered as (
    select cover.activity_id
    from core._allocated_cover as cover
    inner join core.effort as effort
        on cover.activity_id = effort.activity_id and cover.event_id = effort.event_id
    group by cover.activity_id
    having sum(cover.covered_mid) >= sum(effort.minutes_mid)
),

assisted as (
    select distinct evidence.activity_id
    from core.activity_evidence as evidence
    inner join core._assisted_event as assisted on evidence.event_id = assisted.event_id
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
    assisted.activity_id is not null as is_agent_assisted,
    -- Null for tags, which tell more of an activity that is counted elsewhere.
    case
        when kind.is_tag then null
        when named.is_counted then 'credited'
        when covered.activity_id is not null then 'allocated'
        when unit.evidence_level in ('P', 'S') then 'untraced'
        when named.activity_id is not null then 'uncounted'
        else 'unattributed'
    end as credit_class,
    kind.is_tag,
    kind.minutes_low,
    kind.minutes_mid,
    kind.minutes_high
from unit
inner join rules.kinds__kinds as kind on unit.kind = kind.kind
left join named on unit.activity_id = named.activity_id
left join covered on unit.activity_id = covered.activity_id
left join assisted on unit.activity_id = assisted.activity_id
