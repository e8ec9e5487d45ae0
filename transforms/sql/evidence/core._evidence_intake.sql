-- doc: One row is one ticket that one person opened in the name of somebody else, who asked for it.
-- grain: person_id, kind, object_id, event_id
with limits as (
    select value as tickets
    from rules.limits__thresholds
    where name = 'intake_day_tickets'
),

copied as (
    select link.issue_id
    from (
        select
            link_type,
            source_issue_id as issue_id
        from staging.jira__issue_link
        union
        select
            link_type,
            target_issue_id as issue_id
        from staging.jira__issue_link
    ) as link
    inner join rules.tickets__copy_links as word on lower(link.link_type) = word.name
),

-- Whose reporter was changed later tells nothing of who asked first.
renamed as (
    select distinct ticket_id
    from core._ticket_change
    where field = 'reporter'
),

opened as (
    select
        event.*,
        count(*) over (
            partition by event.person_id, date_trunc('day', event.occurred_at)
        ) as opened_that_day
    from core._person_event as event
    inner join staging.jira__issue as issue on event.event_id = 'jira:issue:' || issue.issue_id
    inner join core._ticket as ticket on issue.issue_id = ticket.ticket_id
    left join renamed on issue.issue_id = renamed.ticket_id
    left join copied on issue.issue_id = copied.issue_id
    where
        event.kind = 'jira.issue.created'
        and issue.creator_id <> issue.reporter_id
        and coalesce(ticket.reporter_person_id, '') <> event.person_id
        and not ticket.is_release
        and issue.parent_id is null
        and renamed.ticket_id is null
        and copied.issue_id is null
)

select
    opened.person_id,
    'triage.stakeholder_intake' as kind,
    'ticket' as object_type,
    opened.object_id,
    opened.container,
    '' as bucket,
    opened.event_id,
    opened.occurred_at,
    opened.url,
    'O' as evidence_level,
    'opened_for_somebody_else' as rule_id
from opened
cross join limits
where opened.opened_that_day <= limits.tickets
