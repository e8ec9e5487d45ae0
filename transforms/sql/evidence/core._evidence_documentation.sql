-- doc: One row is one commit in which one person created, corrected or updated documents.
-- grain: person_id, kind, object_id, bucket, event_id
with limits as (
    select
        max(value) filter (where name = 'churn_days') * 86400 as churn_seconds,
        max(value) filter (where name = 'own_document_days') * 86400 as own_seconds,
        max(value) filter (where name = 'moved_text_percent') as moved_percent
    from rules.limits__thresholds
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

created_document as (
    select distinct created_sha
    from core._document_touch
),

-- Text that leaves one document for another was written before.
moving_commit as (
    select touch.sha
    from core._document_touch as touch
    cross join limits
    group by
        touch.sha,
        limits.moved_percent
    having
        100 * sum(touch.lines_deleted) filter (where not touch.is_created)
        >= limits.moved_percent * sum(touch.lines_added) filter (where touch.is_created)
),

-- Whoever created a document is known as a person, as a machine, or not at all.
creation as (
    select
        git_commit.sha,
        git_commit.authored_at as created_at,
        count(author.person_id) > 0 or bool_or(machine.account_id is not null) as is_known
    from core._commit as git_commit
    inner join created_document on git_commit.sha = created_document.created_sha
    left join core._commit_author as author on git_commit.sha = author.sha
    left join core.event as event on 'git:' || git_commit.sha || ':0' = event.event_id
    left join core.account as machine
        on event.account_id = machine.account_id and machine.account_type = 'bot'
    group by
        git_commit.sha,
        git_commit.authored_at
),

edit as (
    select
        author.person_id,
        author.event_id,
        author.occurred_at,
        author.url,
        document.sha,
        document.repository,
        document.document_path,
        document.change_id,
        document.change_type,
        document.is_created and moving_commit.sha is null as is_created,
        document.is_minutes,
        document.is_trifle,
        document.is_mass_edit,
        document.lines_added,
        document.lines_deleted,
        correction.sha is not null as is_correction,
        coalesce(creation.is_known, false) and creator.person_id is null as is_of_others,
        document.created_sha is null
        or (document.is_created and moving_commit.sha is not null)
        or (creation.is_known and creator.person_id is null)
        or epoch(author.occurred_at) - epoch(creation.created_at)
        >= limits.own_seconds as is_upkeep
    from core._document_touch as document
    inner join core._commit_author as author on document.sha = author.sha
    cross join limits
    left join creation on document.created_sha = creation.sha
    left join core._commit_author as creator
        on document.created_sha = creator.sha and author.person_id = creator.person_id
    left join correction on document.sha = correction.sha
    left join moving_commit on document.sha = moving_commit.sha
),

single_edit as (
    select *
    from edit
    where not is_minutes and not is_trifle
),

ordered_edit as (
    select
        *,
        lead(event_id) over document_order as next_event_id,
        lead(person_id) over document_order as next_person_id,
        lead(lines_added) over document_order as next_added,
        lead(lines_deleted) over document_order as next_deleted,
        lead(occurred_at) over document_order as next_at
    from single_edit
    window document_order as (
        partition by
            repository,
            document_path
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
        document_path
    from churn_edit
    union
    select
        next_event_id as event_id,
        document_path
    from churn_edit
),

mass_edit as (
    select
        person_id,
        event_id,
        occurred_at,
        url,
        repository,
        change_id,
        change_type,
        count(*) filter (where is_created) * 2 > count(*) as is_created,
        bool_and(is_correction and is_of_others) as is_correction
    from edit
    -- Who adds minutes publishes them.
    where is_mass_edit and (is_created or is_upkeep) and not (is_created and is_minutes)
    group by
        person_id,
        event_id,
        occurred_at,
        url,
        repository,
        change_id,
        change_type
),

document_act as (
    select
        single_edit.person_id,
        single_edit.event_id,
        single_edit.occurred_at,
        single_edit.url,
        single_edit.repository,
        'document' as object_type,
        'git:' || single_edit.repository || ':' || single_edit.document_path as object_id,
        single_edit.is_created,
        single_edit.is_correction and single_edit.is_of_others as is_correction,
        single_edit.is_created
        and regexp_matches(lower(single_edit.document_path), $paths__decisions) as is_decision,
        single_edit.is_created
        and regexp_matches(lower(single_edit.document_path), $paths__status_reports) as is_report,
        case when single_edit.is_created then 'document_created' else 'document_edited' end
            as rule_id
    from single_edit
    left join undone_edit
        on
            single_edit.event_id = undone_edit.event_id
            and single_edit.document_path = undone_edit.document_path
    where
        not single_edit.is_mass_edit
        and undone_edit.event_id is null
        and (single_edit.is_created or single_edit.is_upkeep)
    union all
    select
        person_id,
        event_id,
        occurred_at,
        url,
        repository,
        change_type as object_type,
        change_id as object_id,
        is_created,
        is_correction,
        false as is_decision,
        false as is_report,
        'mass_edit' as rule_id
    from mass_edit
)

select distinct
    document_act.person_id,
    case
        when document_act.is_decision then 'coordination.decision_record'
        when document_act.is_report then 'coordination.status_report'
        when document_act.is_created then 'documentation.create'
        when document_act.is_correction then 'fix.document'
        else 'documentation.upkeep'
    end as kind,
    document_act.object_type,
    document_act.object_id,
    document_act.repository as container,
    case
        when document_act.is_created then ''
        else cast(cast(date_trunc('week', document_act.occurred_at) as date) as varchar)
    end as bucket,
    document_act.event_id,
    document_act.occurred_at,
    document_act.url,
    'O' as evidence_level,
    document_act.rule_id
from document_act
