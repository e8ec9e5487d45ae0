-- One row is one activity of the truth.
select distinct
    profile_id(person_id) as person_id,
    kind,
    case
        when kind = 'triage.backlog_hygiene' then 'batch:' || split_part("object", ':', 2)
        when "object" like 'pairing:%' then 'pairing:' || profile_id(split_part("object", ':', 2))
        else "object"
    end as object,
    cast(bucket as varchar) as bucket
from truth
where type = 'activity'
