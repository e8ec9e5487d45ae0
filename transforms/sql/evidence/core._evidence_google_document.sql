-- doc: One row is one edit of a Google document by one person, or comments on somebody's design.
-- grain: person_id, kind, object_id, bucket, event_id
with minutes_document as (
    select distinct document_id
    from core._minutes
),

own_limit as (
    select value * 86400 as seconds
    from rules.limits__thresholds
    where name = 'own_document_days'
),

document_event as (
    select
        event.event_id,
        event.person_id,
        event.kind as event_kind,
        event.object_id,
        event.container,
        event.occurred_at,
        event.url,
        file.title_class,
        -- Who is not known to have created it may have.
        coalesce(document_author.person_id, event.person_id) <> event.person_id
        or epoch(event.occurred_at) - epoch(file.created_at) >= own_limit.seconds as is_upkeep,
        cast(cast(date_trunc('week', event.occurred_at) as date) as varchar) as week
    from core._person_event as event
    inner join staging.google__file as file on event.object_id = 'google:' || file.file_id
    cross join own_limit
    left join core._document_author as document_author
        on event.object_id = document_author.object_id
    left join minutes_document on event.object_id = minutes_document.document_id
    where
        minutes_document.document_id is null
        and not file.is_machine_title
        and coalesce(file.title_class, '') not in ('minutes', 'agenda')
),

document_edit as (
    select
        document_event.*,
        coalesce(
            page_kind.kind,
            case
                when
                    document_event.event_kind = 'google.document.created'
                    then 'documentation.create'
                else 'documentation.upkeep'
            end
        ) as kind,
        coalesce(page_kind.is_weekly, document_event.event_kind <> 'google.document.created')
            as is_weekly
    from document_event
    left join rules.pages__page_kinds as page_kind
        on document_event.title_class = page_kind.page_class
    where
        document_event.event_kind = 'google.document.created'
        or (
            document_event.event_kind in ('google.document.edited', 'google.suggestion.taken_over')
            and (page_kind.kind is not null or document_event.is_upkeep)
        )
)

select
    document_edit.person_id,
    document_edit.kind,
    'document' as object_type,
    document_edit.object_id,
    document_edit.container,
    case when document_edit.is_weekly then document_edit.week else '' end as bucket,
    document_edit.event_id,
    document_edit.occurred_at,
    document_edit.url,
    'O' as evidence_level,
    case
        when document_edit.event_kind = 'google.document.created' then 'document_created'
        when document_edit.event_kind = 'google.suggestion.taken_over' then 'suggestion_accepted'
        else 'document_edited'
    end as rule_id
from document_edit
union all
select
    person_id,
    'review.design' as kind,
    'document' as object_type,
    object_id,
    container,
    '' as bucket,
    event_id,
    occurred_at,
    url,
    'O' as evidence_level,
    'comments_on_a_design' as rule_id
from core._design_comment
where is_author_known
