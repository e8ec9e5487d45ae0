-- Machines earn nothing, and no human is taken for one.
with told as (
    select
        tool || ':' || account_id as account_id,
        is_machine
    from truth
    where type = 'account'
),

credited as (
    select distinct event_id
    from store.core.activity_evidence
),

figure as (
    select
        'part of the events of machines that stand behind an activity' as what,
        count(credited.event_id) / count(*) as figure,
        0.01 as highest
    from store.core.event as event
    inner join told on event.account_id = told.account_id and told.is_machine
    left join credited on event.event_id = credited.event_id
    union all
    select
        'part of the accounts of humans that are taken for machines' as what,
        count(*) filter (where account.account_type = 'bot') / count(*) as figure,
        0.005 as highest
    from told
    inner join store.core.account as account on told.account_id = account.account_id
    where not told.is_machine
)

select
    what,
    figure,
    '<= ' || highest as bound,
    case when figure <= highest then 'yes' else '**no**' end as holds
from figure
