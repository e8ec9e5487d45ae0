-- doc: One row is one commit in which one person wrote, corrected or kept current a document.
-- grain: person_id, kind, object_id, bucket, event_id
with limits as (
    select
        max(value) filter (where name = 'documentation_lines_changed') as lines_changed,
        max(value) filter (where name = 'churn_days') * 86400 as churn_seconds
    from rules.limits__thresholds
),

decision_pattern as (
    select string_agg(pattern, '|' order by pattern) as pattern
    from rules.paths__decisions
),

-- Commits that say they put something right, and touch nothing but documents.
correction as (
    select change_file.sha
    from core._change_file as change_file
    inner join core._commit as git_commit on change_file.sha = git_commit.sha
    inner join rules.credit__corrective_types as corrective
        on git_commit.conventional_type = corrective.conventional_type
    group by change_file.sha
    having bool_and(change_file.is_documentation)
),

edit as (
    select
        author.person_id,
        author.event_id,
        author.occurred_at,
        author.url,
        change_file.repository,
        change_file.path,
        change_file.is_created,
        change_file.lines_added,
        change_file.lines_deleted,
        correction.sha is not null as is_correction
    from core._change_file as change_file
    inner join core._commit as git_commit on change_file.sha = git_commit.sha
    inner join core._commit_author as author on change_file.sha = author.sha
    cross join limits
    left join correction on change_file.sha = correction.sha
    left join staging.git__minutes as minutes
        on
            change_file.repository = minutes.repository
            and change_file.path = minutes.path
    where
        minutes.path is null
        and change_file.is_documentation
        and change_file.lines_added + change_file.lines_deleted >= limits.lines_changed
        and git_commit.reverts_sha is null
),

followed as (
    select
        *,
        lead(event_id) over edits as next_event_id,
        lead(person_id) over edits as next_person_id,
        lead(lines_added) over edits as next_added,
        lead(lines_deleted) over edits as next_deleted,
        lead(occurred_at) over edits as next_at
    from edit
    window edits as (
        partition by
            repository,
            path
        order by occurred_at, event_id
    )
),

-- Lines that somebody adds and takes out again next leave the document as it was (NSE-6).
churn as (
    select followed.*
    from followed
    cross join limits
    where
        not followed.is_created
        and followed.lines_deleted = 0
        and followed.next_added = 0
        and followed.next_deleted = followed.lines_added
        and followed.next_person_id = followed.person_id
        and epoch(followed.next_at) - epoch(followed.occurred_at) <= limits.churn_seconds
),

undone as (
    select
        event_id,
        path
    from churn
    union
    select
        next_event_id as event_id,
        path
    from churn
),

creator as (
    select distinct
        repository,
        path,
        person_id
    from edit
    where is_created
)

select
    edit.person_id,
    case
        when edit.is_created and regexp_matches(lower(edit.path), decision_pattern.pattern)
            then 'coordination.decision_record'
        when edit.is_created then 'documentation.create'
        when edit.is_correction then 'fix.document'
        else 'documentation.upkeep'
    end as kind,
    'document' as object_type,
    'git:' || edit.repository || ':' || edit.path as object_id,
    edit.repository as container,
    case
        when edit.is_created then ''
        else cast(cast(date_trunc('week', edit.occurred_at) as date) as varchar)
    end as bucket,
    edit.event_id,
    edit.occurred_at,
    edit.url,
    'O' as evidence_level,
    case when edit.is_created then 'document_created' else 'document_edited' end as rule_id
from edit
cross join decision_pattern
left join creator
    on
        edit.repository = creator.repository
        and edit.path = creator.path
        and edit.person_id = creator.person_id
left join undone on edit.event_id = undone.event_id and edit.path = undone.path
where undone.event_id is null and (edit.is_created or creator.person_id is null)
