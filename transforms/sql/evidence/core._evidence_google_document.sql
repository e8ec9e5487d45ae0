-- doc: One row is one edit of a Google document by one person, or comments on somebody's design.
-- grain: person_id, kind, object_id, bucket, event_id
with minutes_document as (
    select distinct document_id
    from core._minutes
),

author as (
    select
        object_id,
        min_by(person_id, (occurred_at, event_id)) as person_id
    from core._person_event
    where kind = 'google.document.created'
    group by object_id
),

changed as (
    select
        event.event_id,
        event.person_id,
        event.kind as event_kind,
        event.object_id,
        event.container,
        event.occurred_at,
        event.url,
        file.title_class,
        coalesce(author.person_id, '') = event.person_id as is_author,
        cast(cast(date_trunc('week', event.occurred_at) as date) as varchar) as week
    from core._person_event as event
    inner join staging.google__file as file on event.object_id = 'google:' || file.file_id
    left join author on event.object_id = author.object_id
    left join minutes_document on event.object_id = minutes_document.document_id
    where
        minutes_document.document_id is null
        and not file.is_machine_title
        and coalesce(file.title_class, '') not in ('minutes', 'agenda')
),

saved as (
    select
        changed.*,
        coalesce(
            page_kind.kind,
            case
                when changed.event_kind = 'google.document.created' then 'documentation.create'
                else 'documentation.upkeep'
            end
        ) as kind,
        coalesce(page_kind.is_weekly, changed.event_kind <> 'google.document.created') as is_weekly
    from changed
    left join rules.pages__page_kinds as page_kind on changed.title_class = page_kind.page_class
    where
        changed.event_kind = 'google.document.created'
        or (
            changed.event_kind in ('google.document.edited', 'google.suggestion.accepted')
            and (page_kind.kind is not null or not changed.is_author)
        )
),

reviewer as (
    select
        changed.person_id,
        changed.object_id
    from changed
    left join core._evidence_mentoring as coached
        on
            changed.person_id = coached.person_id
            and changed.object_id = coached.object_id
            and coached.kind = 'mentoring.coaching_artifact'
    where
        changed.title_class = 'design'
        and changed.event_kind in ('google.document.commented', 'google.suggestion.added')
        and not changed.is_author
        and coached.person_id is null
    group by
        changed.person_id,
        changed.object_id
    having
        count(distinct changed.event_id) >= (
            select value
            from rules.limits__thresholds
            where name = 'design_comments'
        )
)

select
    saved.person_id,
    saved.kind,
    'document' as object_type,
    saved.object_id,
    saved.container,
    case when saved.is_weekly then saved.week else '' end as bucket,
    saved.event_id,
    saved.occurred_at,
    saved.url,
    'O' as evidence_level,
    case
        when saved.event_kind = 'google.document.created' then 'document_created'
        else 'document_edited'
    end as rule_id
from saved
union all
select
    changed.person_id,
    'review.design' as kind,
    'document' as object_type,
    changed.object_id,
    changed.container,
    '' as bucket,
    changed.event_id,
    changed.occurred_at,
    changed.url,
    'O' as evidence_level,
    'comments_on_a_design' as rule_id
from changed
inner join reviewer
    on changed.person_id = reviewer.person_id and changed.object_id = reviewer.object_id
where changed.event_kind in ('google.document.commented', 'google.suggestion.added')
