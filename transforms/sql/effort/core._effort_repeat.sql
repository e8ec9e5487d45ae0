-- doc: One row is one moment of a machine's rhythm after its first, which alone counts (EFF-7).
-- grain: moment
with rhythm as (
    select
        max(case when name = 'rhythm_percent' then 100 * 100 + value * value end) as variation,
        (select max(high) * 60 from rules.effort__sessions) as longest
    from rules.effort__limits
),

moment as (
    select distinct
        person.person_number,
        evidence.kind,
        person.base + cast(floor(epoch(evidence.occurred_at)) as bigint) as moment
    from core.activity_evidence as evidence
    inner join core._timeline_person as person on evidence.person_id = person.person_id
    where evidence.object_type is distinct from 'claim'
),

-- A run is six moments in a row.
moment_run as (
    select
        moment,
        lag(moment, 1) over kind_order as moment_1,
        lag(moment, 2) over kind_order as moment_2,
        lag(moment, 3) over kind_order as moment_3,
        lag(moment, 4) over kind_order as moment_4,
        lag(moment, 5) over kind_order as moment_5
    from moment
    window kind_order as (
        partition by person_number, kind
        order by moment
    )
),

gap_run as (
    select
        [
            moment_run.moment,
            moment_run.moment_1,
            moment_run.moment_2,
            moment_run.moment_3,
            moment_run.moment_4
        ] as later_moments,
        moment_run.moment - moment_run.moment_1 as gap_1,
        moment_run.moment_1 - moment_run.moment_2 as gap_2,
        moment_run.moment_2 - moment_run.moment_3 as gap_3,
        moment_run.moment_3 - moment_run.moment_4 as gap_4,
        moment_run.moment_4 - moment_run.moment_5 as gap_5
    from moment_run
    cross join rhythm
    where moment_run.moment - moment_run.moment_5 <= 5 * rhythm.longest
)

-- The five gaps vary little: their variance over their squared mean is below the percentage
-- squared, multiplied out to avoid a division.
select distinct unnest(gap_run.later_moments) as moment
from gap_run
cross join rhythm
where
    greatest(gap_1, gap_2, gap_3, gap_4, gap_5) <= rhythm.longest
    and 5 * 100 * 100
    * (gap_1 * gap_1 + gap_2 * gap_2 + gap_3 * gap_3 + gap_4 * gap_4 + gap_5 * gap_5)
    < rhythm.variation
    * (gap_1 + gap_2 + gap_3 + gap_4 + gap_5)
    * (gap_1 + gap_2 + gap_3 + gap_4 + gap_5)
