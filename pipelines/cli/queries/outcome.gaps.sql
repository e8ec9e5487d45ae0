select
    source,
    coalesce(gap_code, status) as cause,
    count(*) as streams
from marts.coverage
where status not in ('covered', 'not read')
group by source, cause
order by source, cause
