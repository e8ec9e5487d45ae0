-- What several companies came to on average, and how far apart they are.
with mean as (
    select
        what,
        min(rowid) as place,
        avg(figure) as figure,
        min(figure) as least,
        max(figure) as greatest,
        any_value(bound) as bound
    from company_figure
    group by what
),

mean_limit as (
    select
        *,
        try_cast(substr(bound, 4) as double) as limit_value
    from mean
)

select
    what,
    figure,
    bound,
    case
        when limit_value is null then ''
        when bound like '>=%' and figure >= limit_value then 'yes'
        when bound like '<=%' and figure <= limit_value then 'yes'
        else '**no**'
    end as holds,
    least,
    greatest
from mean_limit
order by place
