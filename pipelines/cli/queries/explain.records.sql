select
    record.record,
    record.counts,
    record.url,
    record.named_at
from core.credit_record as record
inner join rules.credit_policy__capacities as capacity
    on record.record = capacity.record and capacity.kind = $3
where
    record.person_id = $1
    and record.object_id in (
        select $2
        union all
        select container_id from core._credit_container
        where object_id = $2
    )
order by record.record
