-- doc: One row is one saved version by which one person created or updated a page.
-- grain: person_id, kind, object_id, bucket, event_id
with limits as (
    select
        max(value) filter (where name = 'mass_edit_documents') as pages,
        max(value) filter (where name = 'mass_edit_pause_minutes') * 60 as pause,
        max(value) filter (where name = 'tree_pages') as tree_pages,
        max(value) filter (where name = 'tree_seconds') as tree_pause
    from rules.limits__thresholds
),

linked_page as (
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
        coalesce(page_kind.is_weekly, not page_save.is_creation) as is_weekly,
        epoch(page_save.occurred_at) - epoch(lag(page_save.occurred_at) over (
            partition by page_save.person_id, page_save.container
            order by page_save.occurred_at, page_save.event_id
        )) as seconds_since_last,
        epoch(page_save.occurred_at) - epoch(lag(page_save.occurred_at) over (
            partition by page_save.person_id, page_save.container, page_save.is_creation
            order by page_save.occurred_at, page_save.event_id
        )) as seconds_since_creation
    from core._page_save as page_save
    left join rules.pages__page_kinds as page_kind on page_save.page_class = page_kind.page_class
    left join rules.pages__created_kinds as created_kind
        on page_save.page_class = created_kind.page_class
    where
        coalesce(page_save.page_class, '') <> 'minutes'
        and (page_kind.kind is not null or page_save.is_creation or page_save.is_upkeep)
),

sweep_save as (
    select
        classified_save.*,
        sum(
            case
                when coalesce(classified_save.seconds_since_last > limits.pause, true) then 1
                else 0
            end
        ) over (
            partition by classified_save.person_id, classified_save.container
            order by classified_save.occurred_at, classified_save.event_id
            rows between unbounded preceding and current row
        ) as sweep_number,
        sum(
            case
                when
                    coalesce(classified_save.seconds_since_creation > limits.tree_pause, true)
                    then 1
                else 0
            end
        ) over (
            partition by
                classified_save.person_id,
                classified_save.container,
                classified_save.is_creation
            order by classified_save.occurred_at, classified_save.event_id
            rows between unbounded preceding and current row
        ) as tree_number
    from classified_save
    cross join limits
),

-- Nobody writes pages seconds apart: the tool copied them.
copied_tree as (
    select
        sweep_save.person_id,
        sweep_save.container,
        sweep_save.tree_number,
        'tree:' || sweep_save.container || ':' || min(sweep_save.event_id) as object_id
    from sweep_save
    cross join limits
    where sweep_save.is_creation
    group by
        sweep_save.person_id,
        sweep_save.container,
        sweep_save.tree_number
    having count(*) >= min(limits.tree_pages)
),

sweep as (
    select
        sweep_save.person_id,
        sweep_save.container,
        sweep_save.sweep_number,
        count(distinct sweep_save.object_id) >= min(limits.pages) as is_mass_edit,
        'batch:'
        || sweep_save.container
        || ':'
        || min(sweep_save.event_id) as object_id
    from sweep_save
    cross join limits
    group by
        sweep_save.person_id,
        sweep_save.container,
        sweep_save.sweep_number
)

select
    sweep_save.person_id,
    case
        when copied_tree.object_id is null then sweep_save.activity_kind
        else 'documentation.create'
    end as kind,
    case
        when copied_tree.object_id is not null or sweep.is_mass_edit then 'batch' else 'page'
    end as object_type,
    case
        when copied_tree.object_id is not null then copied_tree.object_id
        when sweep.is_mass_edit then sweep.object_id
        else sweep_save.object_id
    end as object_id,
    sweep_save.container,
    case
        when sweep_save.is_weekly
            then cast(cast(date_trunc('week', sweep_save.occurred_at) as date) as varchar)
        else ''
    end as bucket,
    sweep_save.event_id,
    sweep_save.occurred_at,
    sweep_save.url,
    'O' as evidence_level,
    case
        when copied_tree.object_id is not null then 'tree_copied'
        when sweep.is_mass_edit then 'mass_edit'
        when
            sweep_save.activity_kind = 'incident.postmortem'
            and linked_page.page_id is not null
            then 'postmortem_linked_from_incident'
        when sweep_save.is_creation then 'page_created'
        else 'page_edited'
    end as rule_id
from sweep_save
inner join sweep
    on
        sweep_save.person_id = sweep.person_id
        and sweep_save.container = sweep.container
        and sweep_save.sweep_number = sweep.sweep_number
left join copied_tree
    on
        sweep_save.is_creation
        and sweep_save.person_id = copied_tree.person_id
        and sweep_save.container = copied_tree.container
        and sweep_save.tree_number = copied_tree.tree_number
left join linked_page on sweep_save.page_id = linked_page.page_id
