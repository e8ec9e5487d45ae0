-- doc: One row is one moment in a machine's rhythm, of which only the first counts (EFF-7).
-- grain: moment
with rhythm as (
    select
        max(case when name = 'rhythm_percent' then 10000 + value * value end) as variation,
        (select max(high) * 60 from rules.effort__sessions) as longest
    from rules.effort__limits
),

moment as (
    select distinct
        person.base,
        evidence.kind,
        person.base + cast(floor(epoch(evidence.occurred_at)) as bigint) as moment
    from core.activity_evidence as evidence
    inner join core._timeline_person as person on evidence.person_id = person.person_id
    where evidence.object_type is distinct from 'claim'
),

-- Six moments in a row, by the distances between them.
earlier as (
    select
        moment,
        lag(moment, 1) over in_order as moment_1,
        lag(moment, 2) over in_order as moment_2,
        lag(moment, 3) over in_order as moment_3,
        lag(moment, 4) over in_order as moment_4,
        lag(moment, 5) over in_order as moment_5
    from moment
    window in_order as (
        partition by base, kind
        order by moment
    )
),

stretch as (
    select
        [
            earlier.moment,
            earlier.moment_1,
            earlier.moment_2,
            earlier.moment_3,
            earlier.moment_4
        ] as later_moments,
        earlier.moment - earlier.moment_1 as gap_1,
        earlier.moment_1 - earlier.moment_2 as gap_2,
        earlier.moment_2 - earlier.moment_3 as gap_3,
        earlier.moment_3 - earlier.moment_4 as gap_4,
        earlier.moment_4 - earlier.moment_5 as gap_5
    from earlier
    cross join rhythm
    where earlier.moment - earlier.moment_5 <= 5 * rhythm.longest
)

-- Five distances that vary little: their variance over their squared mean, without a division.
select distinct unnest(stretch.later_moments) as moment
from stretch
cross join rhythm
where
    greatest(gap_1, gap_2, gap_3, gap_4, gap_5) <= rhythm.longest
    and 50000
    * (gap_1 * gap_1 + gap_2 * gap_2 + gap_3 * gap_3 + gap_4 * gap_4 + gap_5 * gap_5)
    < rhythm.variation
    * (gap_1 + gap_2 + gap_3 + gap_4 + gap_5)
    * (gap_1 + gap_2 + gap_3 + gap_4 + gap_5)
