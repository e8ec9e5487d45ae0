-- doc: One row is one name that minutes give for their scribe, and the person if only one has it.
-- grain: object_id, name_hash
with newest_page as (
    select
        page_id,
        max(version_number) as version_number
    from staging.confluence__page_scribe
    group by page_id
),

document_total as (
    select
        document_id,
        count(*) as meetings
    from core._minutes
    group by document_id
),

named_scribe as (
    select
        'confluence:' || scribe.page_id as object_id,
        scribe.name_hash,
        -- Names of an older version may have been taken off the page since.
        scribe.version_number >= page.version_number as is_current
    from staging.confluence__page_scribe as scribe
    inner join newest_page
        on
            scribe.page_id = newest_page.page_id
            and scribe.version_number = newest_page.version_number
    inner join staging.confluence__page as page on scribe.page_id = page.page_id
    union all
    select
        minutes.object_id,
        scribe.name_hash,
        true as is_current
    from staging.google__scribe as scribe
    inner join core._minutes as minutes on 'google:' || scribe.file_id = minutes.document_id
    inner join document_total on minutes.document_id = document_total.document_id
    where
        (
            scribe.meeting_date = strftime(minutes.starts_at, '%Y-%m-%d')
            or (scribe.meeting_date = '' and document_total.meetings = 1)
        )
    union all
    select
        'git:' || repository || ':' || path as object_id,
        name_hash,
        true as is_current
    from staging.git__minutes_person
    where role = 'scribe'
)

select
    named_scribe.object_id,
    named_scribe.name_hash,
    bool_or(named_scribe.is_current) as is_current,
    min(name.person_id) as person_id
from named_scribe
left join core._name as name on named_scribe.name_hash = name.name_hash
group by
    named_scribe.object_id,
    named_scribe.name_hash
