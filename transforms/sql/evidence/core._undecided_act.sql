-- doc: One row is one act that counts only for somebody else's object, whose author is not known.
-- grain: event_id, kind
-- The stream is the one that would settle it; empty where no stream can.
select
    event_id,
    source,
    activity_kind as kind,
    container,
    occurred_at,
    case when source = 'github' then 'pull' else '' end as stream
from core._review_event
where not is_author_known
union all
select
    event_id,
    'github' as source,
    'triage.issue_triage' as kind,
    container,
    occurred_at,
    'issue' as stream
from core._triage_issue
where not is_opener_known
union all
select
    event_id,
    'google' as source,
    'review.design' as kind,
    container,
    occurred_at,
    '' as stream
from core._design_comment
where not is_author_known
union all
select
    event_id,
    'google' as source,
    'meeting.logistics' as kind,
    container,
    occurred_at,
    '' as stream
from core._meeting_booking
where not is_organizer_known
union all
select
    event_id,
    'jira' as source,
    'triage.issue_triage' as kind,
    container,
    occurred_at,
    '' as stream
from core._triage_ticket
where not is_reporter_known
