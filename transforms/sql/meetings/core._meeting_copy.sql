-- doc: One row is one occurrence of one meeting in one calendar, and its id in all calendars.
-- grain: calendar, event_id
-- kind: view
with calendar_event as (
    select
        *,
        -- Google makes a series of its own of "this and following events", with the time in its id.
        regexp_replace(ical_uid, '_R[0-9]{8}(T[0-9]{6}Z?)?', '') as whole_uid
    from staging.google__event
    where status <> 'cancelled' and not is_all_day
)

select
    calendar,
    event_id,
    whole_uid as ical_uid,
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
            whole_uid
            || '/'
            || cast(cast(epoch(date_trunc('second', original_start)) as bigint) as varchar)
        ),
        1,
        16
    ) as object_id
from calendar_event
