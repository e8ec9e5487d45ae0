-- doc: One row is one name that minutes give for their scribe or for somebody present.
-- grain: object_id, role, name_hash
with newest_page as (
    select
        page_id,
        role,
        max(version_number) as version_number
    from (
        select
            page_id,
            coalesce(role, 'scribe') as role,
            version_number
        from staging.confluence__page_scribe
    ) as page_name
    group by
        page_id,
        role
),

document_total as (
    select
        document_id,
        count(*) as meetings
    from core._minutes
    group by document_id
),

minutes_name as (
    select
        'confluence:' || scribe.page_id as object_id,
        'confluence' as source,
        'page_scribe' as stream,
        newest_page.role,
        scribe.name_hash,
        scribe.form,
        scribe.line_number,
        scribe.first_name_hash,
        -- Names of an older version may have been taken off the page since.
        scribe.version_number >= page.version_number as is_current
    from staging.confluence__page_scribe as scribe
    inner join newest_page
        on
            scribe.page_id = newest_page.page_id
            and scribe.version_number = newest_page.version_number
            and coalesce(scribe.role, 'scribe') = newest_page.role
    inner join staging.confluence__page as page on scribe.page_id = page.page_id
    inner join core._minutes as minutes on 'confluence:' || scribe.page_id = minutes.object_id
    where not minutes.is_machine_made
    union all
    select
        minutes.object_id,
        'google' as source,
        'scribe' as stream,
        'scribe' as role,
        scribe.name_hash,
        scribe.form,
        scribe.line_number,
        cast(null as varchar) as first_name_hash,
        true as is_current
    from staging.google__scribe as scribe
    inner join core._minutes as minutes on 'google:' || scribe.file_id = minutes.document_id
    inner join document_total on minutes.document_id = document_total.document_id
    where
        (
            scribe.meeting_date = strftime(minutes.starts_at, '%Y-%m-%d')
            or (scribe.meeting_date = '' and document_total.meetings = 1)
        )
        and not minutes.is_machine_made
    union all
    select
        'git:' || repository || ':' || path as object_id,
        'git' as source,
        'minutes_person' as stream,
        role,
        name_hash,
        form,
        line_number,
        first_name_hash,
        true as is_current
    from staging.git__minutes_person
)

select
    object_id,
    role,
    name_hash,
    min(source) as source,
    min(stream) as stream,
    -- Rows that were read before forms were told name somebody.
    min(coalesce(form, 'full')) as form,
    min(coalesce(line_number, 0)) as line_number,
    min(first_name_hash) as first_name_hash,
    bool_or(is_current) as is_current
from minutes_name
group by
    object_id,
    role,
    name_hash
