-- doc: One row is one live page of Confluence and what its labels or its title say it is.
-- grain: object_id
with labelled as (
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
    coalesce(labelled.page_class, page.title_class) as page_class,
    page.creator_id,
    page.url
from staging.confluence__page as page
left join labelled on page.page_id = labelled.page_id
where page.status <> 'trashed'
