-- doc: One row is one saved version of a page of minutes and one person who wrote them.
-- grain: person_id, kind, object_id, event_id
with newest_scribe as (
    select
        page_id,
        max(version_number) as version_number
    from staging.confluence__page_scribe
    where deleted_at is null
    group by page_id
),

known_name as (
    select
        known.name_hash,
        min(known.person_id) as person_id
    from (
        select
            sha256(lower(regexp_replace(trim(account.display_name), '\s+', ' ', 'g'))) as name_hash,
            link.person_id
        from core.account as account
        inner join core.identity_link as link on account.account_id = link.account_id
        where account.source = 'confluence' and account.display_name is not null
        union
        select
            sha256('account:' || split_part(link.account_id, ':', 2)) as name_hash,
            link.person_id
        from core.identity_link as link
        where link.account_id like 'confluence:%'
    ) as known
    group by known.name_hash
    having count(distinct known.person_id) = 1
),

named as (
    select
        scribe.page_id,
        known_name.person_id
    from staging.confluence__page_scribe as scribe
    inner join newest_scribe
        on
            scribe.page_id = newest_scribe.page_id
            and scribe.version_number = newest_scribe.version_number
    inner join staging.confluence__page as page on scribe.page_id = page.page_id
    left join known_name on scribe.name_hash = known_name.name_hash
    -- Names of an older version may have been taken off the page since.
    where scribe.deleted_at is null and scribe.version_number >= page.version_number
),

newest_version as (
    select
        page.page_id,
        page.object_id,
        event.container,
        max_by(event.event_id, (event.occurred_at, event.event_id)) as event_id,
        min(event.occurred_at) as occurred_at,
        max_by(event.url, (event.occurred_at, event.event_id)) as url
    from core._page as page
    inner join core.event as event on page.object_id = event.object_id
    where
        page.page_class = 'minutes'
        and event.kind in ('confluence.page.created', 'confluence.page.edited')
        and not event.is_future
    group by
        page.page_id,
        page.object_id,
        event.container
)

select distinct
    named.person_id,
    'meeting.minutes' as kind,
    'page' as object_type,
    newest_version.object_id,
    newest_version.container,
    '' as bucket,
    newest_version.event_id,
    newest_version.occurred_at,
    newest_version.url,
    'O' as evidence_level,
    'named_scribe' as rule_id
from named
inner join newest_version on named.page_id = newest_version.page_id
where named.person_id is not null
union all
select
    page_save.person_id,
    'meeting.minutes' as kind,
    'page' as object_type,
    page_save.object_id,
    page_save.container,
    '' as bucket,
    page_save.event_id,
    page_save.occurred_at,
    page_save.url,
    'I' as evidence_level,
    'minutes_editor' as rule_id
from core._page_save as page_save
left join newest_scribe on page_save.page_id = newest_scribe.page_id
where page_save.page_class = 'minutes' and newest_scribe.page_id is null
