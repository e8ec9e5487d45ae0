-- One row is one activity, in the truth, in a profile or in both. The twins are compared elsewhere.
select
    coalesce(true_activity.person_id, profile_activity.person_id) as person_id,
    coalesce(true_activity.kind, profile_activity.kind) as kind,
    coalesce(true_activity.object, profile_activity.object) as object,
    split_part(
        replace(
            replace(coalesce(true_activity.object, profile_activity.object), 'batch:', ''),
            'release:',
            'github:'
        ),
        ':',
        1
    ) as tool,
    person.role_family,
    true_activity.person_id is not null as is_true,
    profile_activity.person_id is not null as is_found
from true_activity
full outer join profile_activity
    on
        true_activity.person_id = profile_activity.person_id
        and true_activity.kind = profile_activity.kind
        and true_activity.object = profile_activity.object
        and coalesce(true_activity.bucket, '') = coalesce(profile_activity.bucket, '')
left join person on coalesce(true_activity.person_id, profile_activity.person_id) = person.person_id
where not coalesce(person.is_twin, false)
