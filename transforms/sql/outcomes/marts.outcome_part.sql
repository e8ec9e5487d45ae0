-- doc: One row is one person's part in the outcomes of one type in the review window, in one role.
-- grain: person_id, period_id, outcome_type, role
-- references: person_id -> marts.person.person_id, period_id -> marts.period.period_id
select
    share.person_id,
    period.period_id,
    share.outcome_type,
    share.role,
    count(*) as outcome_count,
    round(
        cast(sum(cast(share.share as decimal(18, 9))) as double) / nullif(count(*), 0), 4
    ) as mean_share,
    round(
        cast(sum(cast(share.equal_share as decimal(18, 9))) as double) / nullif(count(*), 0), 4
    ) as mean_equal_share
from marts.outcome_share as share
inner join marts.period as period
    on
        period.period_kind = 'review_window'
        and share.ended_at >= period.starts_at
        and share.ended_at < period.ends_at
group by
    share.person_id,
    period.period_id,
    share.outcome_type,
    share.role
