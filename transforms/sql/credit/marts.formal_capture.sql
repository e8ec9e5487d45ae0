-- doc: One row is how much of one kind of work was captured formally in one period, company-wide.
-- grain: kind, period_id
-- references: period_id -> marts.period.period_id
with limits as (
    select value as people
    from rules.limits__thresholds
    where name = 'smallest_group'
),

kind_total as (
    select
        profile.kind,
        profile.period_id,
        count(*) as people,
        sum(profile.activity_count) as activities,
        sum(profile.credited_count) as credited,
        sum(profile.allocated_count) as allocated,
        sum(profile.unattributed_count) as unattributed,
        sum(profile.uncounted_count) as uncounted,
        sum(profile.untraced_count) as untraced
    from marts.contribution_profile as profile
    inner join rules.kinds__kinds as kind on profile.kind = kind.kind
    where not kind.is_tag
    group by
        profile.kind,
        profile.period_id
)

select
    kind_total.kind,
    kind_total.period_id,
    kind_total.people < limits.people as is_suppressed,
    case when kind_total.people >= limits.people then cast(kind_total.activities as bigint) end
        as activity_count,
    case when kind_total.people >= limits.people then cast(kind_total.credited as bigint) end
        as credited_count,
    case when kind_total.people >= limits.people then cast(kind_total.allocated as bigint) end
        as allocated_count,
    case when kind_total.people >= limits.people then cast(kind_total.unattributed as bigint) end
        as unattributed_count,
    case when kind_total.people >= limits.people then cast(kind_total.uncounted as bigint) end
        as uncounted_count,
    case when kind_total.people >= limits.people then cast(kind_total.untraced as bigint) end
        as untraced_count
from kind_total
cross join limits
