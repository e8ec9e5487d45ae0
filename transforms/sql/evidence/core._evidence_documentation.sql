-- doc: One row is one commit in which one person created, corrected or updated a document.
-- grain: person_id, kind, object_id, bucket, event_id
with limits as (
    select value * 86400 as churn_seconds
    from rules.limits__thresholds
    where name = 'churn_days'
),

decision_pattern as (
    select string_agg(pattern, '|' order by pattern) as pattern
    from rules.paths__decisions
),

-- A correction is a commit of a corrective type that touches only documents.
correction as (
    select change_file.sha
    from core._change_file as change_file
    inner join core._commit as git_commit on change_file.sha = git_commit.sha
    inner join rules.credit__corrective_types as corrective_type
        on git_commit.conventional_type = corrective_type.conventional_type
    group by change_file.sha
    having bool_and(change_file.is_documentation)
),

edit as (
    select
        author.person_id,
        author.event_id,
        author.occurred_at,
        author.url,
        document_change.repository,
        document_change.path,
        document_change.is_created,
        document_change.lines_added,
        document_change.lines_deleted,
        correction.sha is not null as is_correction
    from core._document_change as document_change
    inner join core._commit_author as author on document_change.sha = author.sha
    left join correction on document_change.sha = correction.sha
),

ordered_edit as (
    select
        *,
        lead(event_id) over document_order as next_event_id,
        lead(person_id) over document_order as next_person_id,
        lead(lines_added) over document_order as next_added,
        lead(lines_deleted) over document_order as next_deleted,
        lead(occurred_at) over document_order as next_at
    from edit
    window document_order as (
        partition by
            repository,
            path
        order by occurred_at, event_id
    )
),

-- Lines that a person adds and then removes leave the document as it was (NSE-6).
churn_edit as (
    select ordered_edit.*
    from ordered_edit
    cross join limits
    where
        not ordered_edit.is_created
        and ordered_edit.lines_deleted = 0
        and ordered_edit.next_added = 0
        and ordered_edit.next_deleted = ordered_edit.lines_added
        and ordered_edit.next_person_id = ordered_edit.person_id
        and epoch(ordered_edit.next_at) - epoch(ordered_edit.occurred_at) <= limits.churn_seconds
),

undone_edit as (
    select
        event_id,
        path
    from churn_edit
    union
    select
        next_event_id as event_id,
        path
    from churn_edit
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
left join undone_edit on edit.event_id = undone_edit.event_id and edit.path = undone_edit.path
where undone_edit.event_id is null and (edit.is_created or creator.person_id is null)
