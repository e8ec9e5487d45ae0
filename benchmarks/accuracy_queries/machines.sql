-- Machines earn nothing, and no human is taken for one.
with true_account as (
    select
        tool || ':' || account_id as account_id,
        is_machine
    from truth
    where type = 'account'
),

credited_event as (
    select distinct event_id
    from store.core.activity_evidence
)

select
    'part of the events of machines that stand behind an activity' as what,
    count(credited_event.event_id) / count(*) as figure,
    null as lowest,
    0.01 as highest
from store.core.event as event
inner join true_account on event.account_id = true_account.account_id and true_account.is_machine
left join credited_event on event.event_id = credited_event.event_id
union all
select
    'part of the accounts of humans that are taken for machines' as what,
    count(*) filter (where account.account_type = 'bot') / count(*) as figure,
    null as lowest,
    0.005 as highest
from true_account
inner join store.core.account as account on true_account.account_id = account.account_id
where not true_account.is_machine
