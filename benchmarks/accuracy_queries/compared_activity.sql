-- One row is one activity, in the truth, in a profile or in both. The twins are compared elsewhere.
select
    coalesce(expected.person_id, found.person_id) as person_id,
    coalesce(expected.kind, found.kind) as kind,
    coalesce(expected.object, found.object) as object,
    split_part(
        replace(replace(coalesce(expected.object, found.object), 'batch:', ''), 'release:', 'github:'),
        ':',
        1
    ) as tool,
    person.role_family,
    expected.person_id is not null as is_true,
    found.person_id is not null as is_found
from expected
full outer join found
    on
        expected.person_id = found.person_id
        and expected.kind = found.kind
        and expected.object = found.object
        and coalesce(expected.bucket, '') = coalesce(found.bucket, '')
left join person on coalesce(expected.person_id, found.person_id) = person.person_id
where not coalesce(person.is_twin, false)
