-- doc: One row is a stretch of one person's time that an object lasted, by bound; none overlap.
-- grain: bound, starts
with lasting as (
    select
        evidence.person_id,
        evidence.object_id
    from core.activity_evidence as evidence
    inner join rules.effort__lasting_kinds as lasting_kind on evidence.kind = lasting_kind.kind
    left join core._hollow_meeting as hollow
        on evidence.person_id = hollow.person_id and evidence.object_id = hollow.object_id
    where evidence.object_type is distinct from 'claim' and hollow.object_id is null
    group by
        evidence.person_id,
        evidence.object_id
),

told as (
    select * from core._interval_meeting
    union all
    select * from core._interval_incident
),

bounded as (
    select
        person_id,
        2 as bound,
        object_id,
        starts_mid as starts,
        ends_mid as ends
    from told
    where starts_mid < ends_mid
    union all
    select
        person_id,
        3 as bound,
        object_id,
        starts_high as starts,
        ends_high as ends
    from told
    where starts_high < ends_high
),

owned as (
    select
        bounded.person_id,
        bounded.bound,
        bounded.object_id,
        person.base + bounded.starts as starts,
        person.base + bounded.ends as ends,
        lasting.object_id is not null as is_of_kind
    from bounded
    inner join core._timeline_person as person on bounded.person_id = person.person_id
    left join lasting
        on bounded.person_id = lasting.person_id and bounded.object_id = lasting.object_id
),

neighboured as (
    select
        *,
        max(case when is_of_kind then ends end) over (
            in_order rows between unbounded preceding and 1 preceding
        ) as former_end,
        min(case when is_of_kind then starts end) over (
            in_order rows between 1 following and unbounded following
        ) as next_start
    from owned
    window in_order as (
        partition by person_id, bound
        order by starts asc, is_of_kind desc, ends asc, object_id asc
    )
),

-- What is of a kind goes before meetings that are of none.
given_way as (
    select
        person_id,
        bound,
        object_id,
        is_of_kind,
        starts as told_start,
        ends as told_end,
        greatest(starts, coalesce(former_end, starts)) as starts,
        case
            when is_of_kind then ends
            else least(ends, coalesce(next_start, ends))
        end as ends
    from neighboured
),

clipped as (
    select
        person_id,
        bound,
        object_id,
        is_of_kind,
        ends,
        greatest(
            starts,
            coalesce(
                max(ends) over (
                    partition by person_id, bound
                    order by told_start asc, is_of_kind desc, told_end asc, object_id asc
                    rows between unbounded preceding and 1 preceding
                ),
                starts
            )
        ) as starts
    from given_way
    where starts < ends
)

select
    person_id,
    bound,
    object_id,
    is_of_kind,
    starts,
    ends,
    row_number() over (order by bound, starts) as place,
    cast(
        sum(ends - starts) over (
            partition by person_id, bound
            order by starts
            rows between unbounded preceding and current row
        ) as bigint
    ) - (ends - starts) as laid_before
from clipped
where starts < ends
