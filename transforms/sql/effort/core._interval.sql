-- doc: One row is one stretch of one person's time that an object lasted, by bound; none overlap.
-- grain: bound, starts
with lasting_object as (
    select
        evidence.person_id,
        evidence.object_id
    from core.activity_evidence as evidence
    inner join rules.effort__lasting_kinds as lasting_kind on evidence.kind = lasting_kind.kind
    left join core._hollow_meeting as hollow_meeting
        on
            evidence.person_id = hollow_meeting.person_id
            and evidence.object_id = hollow_meeting.object_id
    where evidence.object_type is distinct from 'claim' and hollow_meeting.object_id is null
    group by
        evidence.person_id,
        evidence.object_id
),

tool_interval as (
    select * from core._interval_meeting
    union all
    select * from core._interval_incident
),

bound_interval as (
    select
        person_id,
        2 as bound,
        object_id,
        starts_mid as starts,
        ends_mid as ends
    from tool_interval
    where starts_mid < ends_mid
    union all
    select
        person_id,
        3 as bound,
        object_id,
        starts_high as starts,
        ends_high as ends
    from tool_interval
    where starts_high < ends_high
),

person_interval as (
    select
        bound_interval.person_id,
        bound_interval.bound,
        bound_interval.object_id,
        person.person_number,
        person.base + bound_interval.starts as starts,
        person.base + bound_interval.ends as ends,
        lasting_object.object_id is not null as has_kind
    from bound_interval
    inner join core._timeline_person as person on bound_interval.person_id = person.person_id
    left join lasting_object
        on
            bound_interval.person_id = lasting_object.person_id
            and bound_interval.object_id = lasting_object.object_id
),

ordered_interval as (
    select
        *,
        max(case when has_kind then ends end) over (
            start_order rows between unbounded preceding and 1 preceding
        ) as former_end,
        min(case when has_kind then starts end) over (
            start_order rows between 1 following and unbounded following
        ) as next_start
    from person_interval
    window start_order as (
        partition by person_id, bound
        order by starts asc, has_kind desc, ends asc, object_id asc
    )
),

-- Objects with a kind take precedence over meetings without one.
shortened_interval as (
    select
        person_id,
        person_number,
        bound,
        object_id,
        has_kind,
        starts as original_start,
        ends as original_end,
        greatest(starts, coalesce(former_end, starts)) as starts,
        case
            when has_kind then ends
            else least(ends, coalesce(next_start, ends))
        end as ends
    from ordered_interval
),

clipped_interval as (
    select
        person_id,
        person_number,
        bound,
        object_id,
        has_kind,
        ends,
        greatest(
            starts,
            coalesce(
                max(ends) over (
                    partition by person_id, bound
                    order by original_start asc, has_kind desc, original_end asc, object_id asc
                    rows between unbounded preceding and 1 preceding
                ),
                starts
            )
        ) as starts
    from shortened_interval
    where starts < ends
)

select
    person_id,
    person_number,
    bound,
    object_id,
    has_kind,
    starts,
    ends,
    row_number() over (order by bound, starts) as place,
    cast(
        sum(ends - starts) over (
            partition by person_id, bound
            order by starts
            rows between unbounded preceding and current row
        ) as bigint
    ) - (ends - starts) as seconds_before
from clipped_interval
where starts < ends
