-- One row is one figure with its limit, and whether it holds.
select
    what,
    figure,
    coalesce('>= ' || lowest, '<= ' || highest, '') as bound,
    case
        when lowest is null and highest is null then ''
        when figure >= coalesce(lowest, figure) and figure <= coalesce(highest, figure) then 'yes'
        else '**no**'
    end as holds
from figure
