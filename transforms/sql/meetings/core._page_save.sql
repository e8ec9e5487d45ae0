-- doc: One row is one version of one page that one person saved as more than a minor edit.
-- grain: event_id
with own_limit as (
    select value * 86400 as seconds
    from rules.limits__thresholds
    where name = 'own_document_days'
)

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
    -- Who is not known to have created it may have, unless a machine did.
    coalesce(creator.person_id, event.person_id) <> event.person_id
    or machine.account_id is not null
    or epoch(event.occurred_at) - epoch(page.created_at) >= own_limit.seconds as is_upkeep
from core._person_event as event
inner join core._page as page on event.object_id = page.object_id
cross join own_limit
left join core._person_account as creator
    on 'confluence:' || page.creator_id = creator.account_id
left join core.account as machine
    on
        'confluence:' || page.creator_id = machine.account_id
        and machine.account_type = 'bot'
where
    event.kind in ('confluence.page.created', 'confluence.page.edited')
    and event.detail is null
