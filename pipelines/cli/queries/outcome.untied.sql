with roster as (
    select count(*) as people from marts.person
    where is_in_roster
)

select
    coverage.source,
    roster.people,
    coverage.human_count
from marts.account_coverage as coverage
cross join roster
where coverage.linked_count = 0 and coverage.human_count > 0 and roster.people > 0
order by coverage.source
