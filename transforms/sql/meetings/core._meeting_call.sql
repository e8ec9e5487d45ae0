-- doc: One row is one call and the occurrence of a meeting that was held in it.
-- grain: conference_id
with limits as (
    select value * 60 as early_seconds
    from rules.limits__thresholds
    where name = 'call_early_minutes'
),

occurrence as (
    select
        object_id,
        meeting_code,
        starts_at,
        ends_at
    from core._meeting_copy
    qualify
        row_number() over (
            partition by object_id
            order by is_private asc, updated_at desc, calendar asc, event_id asc
        ) = 1
)

-- Meetings of one series share their code: a call is of the one that it overlaps most.
select
    conference.conference_id,
    occurrence.object_id
from occurrence
cross join limits
inner join staging.google__conference as conference
    on
        occurrence.meeting_code = conference.meeting_code
        and epoch(conference.started_at) < epoch(occurrence.ends_at)
        and epoch(coalesce(conference.ended_at, conference.started_at))
        > epoch(occurrence.starts_at) - limits.early_seconds
qualify
    row_number() over (
        partition by conference.conference_id
        order by
            epoch(least(coalesce(conference.ended_at, conference.started_at), occurrence.ends_at))
            - epoch(greatest(conference.started_at, occurrence.starts_at)) desc,
            occurrence.starts_at asc,
            occurrence.object_id asc
    ) = 1
