select
    source,
    coalesce(gap_code, status) as cause,
    count(*) as streams
from marts.coverage
where status <> 'covered'
group by source, cause
order by source, cause
