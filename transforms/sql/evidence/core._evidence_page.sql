-- doc: One row is one saved version by which one person created or updated a page.
-- grain: person_id, kind, object_id, bucket, event_id
with linked_page as (
    select distinct unnest(page_ids) as page_id
    from staging.pagerduty__note
),

classified_save as (
    select
        page_save.*,
        coalesce(
            page_kind.kind,
            case
                when page_save.is_creation and created_kind.kind is not null then created_kind.kind
                when page_save.is_creation then 'documentation.create'
                else 'documentation.upkeep'
            end
        ) as activity_kind,
        coalesce(page_kind.is_weekly, not page_save.is_creation) as is_weekly
    from core._page_save as page_save
    left join rules.pages__page_kinds as page_kind on page_save.page_class = page_kind.page_class
    left join rules.pages__created_kinds as created_kind
        on page_save.page_class = created_kind.page_class
    where
        coalesce(page_save.page_class, '') <> 'minutes'
        and (page_kind.kind is not null or page_save.is_creation or not page_save.is_own_page)
)

select
    classified_save.person_id,
    classified_save.activity_kind as kind,
    'page' as object_type,
    classified_save.object_id,
    classified_save.container,
    case
        when classified_save.is_weekly
            then cast(cast(date_trunc('week', classified_save.occurred_at) as date) as varchar)
        else ''
    end as bucket,
    classified_save.event_id,
    classified_save.occurred_at,
    classified_save.url,
    'O' as evidence_level,
    case
        when
            classified_save.activity_kind = 'incident.postmortem'
            and linked_page.page_id is not null
            then 'postmortem_linked_from_incident'
        when classified_save.is_creation then 'page_created'
        else 'page_edited'
    end as rule_id
from classified_save
left join linked_page on classified_save.page_id = linked_page.page_id
