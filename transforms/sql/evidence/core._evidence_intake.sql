-- doc: One row is one ticket that one person opened on behalf of somebody else.
-- grain: person_id, kind, object_id, event_id
with limits as (
    select value as tickets
    from rules.limits__thresholds
    where name = 'intake_minute_tickets'
),

copied_ticket as (
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
    inner join rules.tickets__copy_links as copy_link on lower(link.link_type) = copy_link.name
),

opened_ticket as (
    select
        event.*,
        count(*) over (
            partition by event.person_id, date_trunc('minute', event.occurred_at)
        ) as tickets_that_minute
    from core._person_event as event
    inner join staging.jira__issue as issue on event.event_id = 'jira:issue:' || issue.issue_id
    inner join core._ticket as ticket on issue.issue_id = ticket.ticket_id
    left join copied_ticket on issue.issue_id = copied_ticket.issue_id
    where
        event.kind = 'jira.issue.created'
        and issue.creator_id <> ticket.reporter_id
        and ticket.reporter_person_id <> event.person_id
        and not ticket.is_release
        and issue.parent_id is null
        and copied_ticket.issue_id is null
)

select
    opened_ticket.person_id,
    'triage.stakeholder_intake' as kind,
    'ticket' as object_type,
    opened_ticket.object_id,
    opened_ticket.container,
    '' as bucket,
    opened_ticket.event_id,
    opened_ticket.occurred_at,
    opened_ticket.url,
    'O' as evidence_level,
    'opened_for_somebody_else' as rule_id
from opened_ticket
cross join limits
where opened_ticket.tickets_that_minute <= limits.tickets
