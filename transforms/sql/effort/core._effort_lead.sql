-- doc: One row is one activity that was acted on at several moments, and the first of them: only
-- doc: there can it get the default time of its unit (EFF-8).
-- grain: activity_id
select
    act.activity_id,
    min(act.moment) as moment
from core._effort_act as act
where act.moment in (select timeline.moment from core._timeline as timeline)
group by act.activity_id
having min(act.moment) < max(act.moment)
