with kind_score as (
    select
        kind,
        2 * count(*) filter (where is_true and is_found)
        / (count(*) filter (where is_true) + count(*) filter (where is_found)) as f1
    from compared_activity
    group by kind
),

machine as (
    select tool || ':' || account_id as account_id
    from truth
    where type = 'account' and is_machine
),

human_account as (
    select
        account.account_id,
        account.person_id,
        truth.person_id as true_person_id
    from pub.marts.account as account
    inner join truth
        on
            truth.type = 'account'
            and account.account_id = truth.tool || ':' || truth.account_id
            and not truth.is_machine
    where account.person_id is not null and truth.person_id is not null
),

pair as (
    select
        one.true_person_id = other.true_person_id as is_true,
        one.person_id = other.person_id as is_found
    from human_account as one
    inner join human_account as other on one.account_id < other.account_id
    where one.true_person_id = other.true_person_id or one.person_id = other.person_id
)

select
    'macro F1 over kinds, full coverage' as what,
    avg(f1) as figure,
    0.90 as lowest,
    null as highest
from kind_score
union all
select
    'identity pairs, precision' as what,
    count(*) filter (where is_true and is_found) / count(*) filter (where is_found) as figure,
    1.0 as lowest,
    null as highest
from pair
union all
select
    'identity pairs, recall' as what,
    count(*) filter (where is_true and is_found) / count(*) filter (where is_true) as figure,
    null as lowest,
    null as highest
from pair
union all
select
    'machines that a profile credits' as what,
    count(*) as figure,
    null as lowest,
    0 as highest
from machine
inner join pub.marts.account as account on machine.account_id = account.account_id
where account.person_id is not null
union all
select
    'people merged into one' as what,
    count(*) as figure,
    null as lowest,
    0 as highest
from (
    select person_id
    from human_account
    group by person_id
    having count(distinct true_person_id) > 1
) as merged_person
