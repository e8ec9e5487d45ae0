-- doc: One row is one live page of Confluence and its class, by its labels or its title.
-- grain: object_id
with label_class as (
    select
        label.page_id,
        min_by(class.page_class, class.rank) as page_class
    from staging.confluence__page_label as label
    inner join rules.pages__classes as class on lower(label.label) = class.label
    group by label.page_id
)

select
    page.page_id,
    'confluence:' || page.page_id as object_id,
    coalesce(label_class.page_class, page.title_class) as page_class,
    page.creator_id,
    page.created_at,
    page.url
from staging.confluence__page as page
left join label_class on page.page_id = label_class.page_id
where page.status <> 'trashed'
