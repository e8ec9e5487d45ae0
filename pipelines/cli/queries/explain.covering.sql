select
    capacity.record,
    rule.source,
    rule.field,
    rule.counts
from rules.credit_policy__capacities as capacity
inner join rules.credit_policy__records as rule on capacity.record = rule.record
where capacity.kind = $1
order by rule.counts desc, capacity.record asc
