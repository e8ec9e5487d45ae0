-- doc: One row is one occurrence of one meeting in one calendar, and its id in all calendars.
-- grain: calendar, event_id
-- kind: view
select
    calendar,
    event_id,
    ical_uid,
    series_id,
    starts_at,
    ends_at,
    is_private,
    title_class,
    title_hash,
    organizer_email,
    creator_email,
    meeting_code,
    created_at,
    updated_at,
    'google:meeting:'
    || substr(
        sha256(
            ical_uid
            || '/'
            || cast(cast(epoch(date_trunc('second', original_start)) as bigint) as varchar)
        ),
        1,
        16
    ) as object_id
from staging.google__event
where status <> 'cancelled' and not is_all_day
