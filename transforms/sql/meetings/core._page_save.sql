-- doc: One row is one version of one page that one person saved as more than a minor edit.
-- grain: event_id
select
    event.event_id,
    event.person_id,
    event.object_id,
    event.container,
    event.occurred_at,
    event.url,
    page.page_id,
    page.page_class,
    event.kind = 'confluence.page.created' as is_creation,
    coalesce(creator.person_id, '') = event.person_id as is_own_page
from core._person_event as event
inner join core._page as page on event.object_id = page.object_id
left join core._person_account as creator
    on 'confluence:' || page.creator_id = creator.account_id
where
    event.kind in ('confluence.page.created', 'confluence.page.edited')
    and event.detail is null
