-- doc: One row is one pairing of known people in a table in git, and the commit that brought it.
-- grain: repository, path, role, mentor_person_id, newcomer_person_id
with limits as (
    select value as days
    from rules.limits__thresholds
    where name = 'pairing_days'
),

-- Who has another handle than the table's is another person of the same name.
known_handle as (
    select link.person_id
    from core._person_account as link
    inner join core.account as account on link.account_id = account.account_id
    where account.login is not null
    union
    select roster_person.person_id
    from staging.roster__account_claim as claim
    inner join core._roster_id as roster_person on claim.roster_id = roster_person.roster_id
    where claim.tool = 'github'
),

name_only as (
    select
        name.name_hash,
        name.person_id
    from core._name as name
    left join known_handle on name.person_id = known_handle.person_id
    where known_handle.person_id is null
),

table_entry as (
    select
        entry.repository,
        entry.path,
        entry.role,
        entry.started_on,
        coalesce(lead.person_id, named_lead.person_id) as mentor_person_id,
        coalesce(shadow.person_id, named_shadow.person_id) as newcomer_person_id
    from staging.git__pairing as entry
    left join core._name as lead on entry.lead_hash = lead.name_hash
    left join core._name as shadow on entry.shadow_hash = shadow.name_hash
    left join name_only as named_lead on entry.lead_name_hash = named_lead.name_hash
    left join name_only as named_shadow on entry.shadow_name_hash = named_shadow.name_hash
),

table_commit as (
    select
        document.repository,
        document.document_path as path,
        document.sha,
        git_commit.committed_at,
        row_number() over (
            partition by document.repository, document.document_path
            order by git_commit.committed_at, document.sha
        ) as place,
        max(git_commit.committed_at) over (
            partition by document.repository, document.document_path
        ) as changed_at
    from core._document_touch as document
    inner join core._commit as git_commit on document.sha = git_commit.sha
    where git_commit.committed_at <= $as_of
)

select distinct
    table_entry.repository,
    table_entry.path,
    table_entry.role,
    table_entry.mentor_person_id,
    table_entry.newcomer_person_id,
    -- A table without a date in its path holds while people keep it, and as long after as others.
    coalesce(table_entry.started_on, cast(table_commit.committed_at as date)) as started_on,
    case
        when table_entry.started_on is null
            then cast(table_commit.changed_at as date) + cast(limits.days as integer)
    end as ended_on,
    event.event_id,
    event.occurred_at,
    event.url
from table_entry
cross join limits
left join table_commit
    on
        table_entry.repository = table_commit.repository
        and table_entry.path = table_commit.path
        and table_commit.place = 1
left join core.event as event on 'git:' || table_commit.sha || ':0' = event.event_id
where table_entry.mentor_person_id <> table_entry.newcomer_person_id
