-- doc: One row is one merged pull request whose author neither owns its parts nor has its ticket.
-- grain: object_id, person_id
-- Without a title we cannot see a ticket reference, so the pull request is left out.
with titled as (
    select
        'github:' || repository_id || '#' || number as object_id,
        repository_id,
        title
    from staging.github__pull
    where title is not null
),

-- Both the team at the change and the team of the month: who moved may have fixed their own.
foreign_change as (
    select
        change.change_id as object_id,
        change.person_id
    from core._component_change as change
    left join core._component_owner as owner
        on change.component = owner.component and change.month = owner.month
    left join core._team_month as team_month
        on change.person_id = team_month.person_id and change.month = team_month.month
    left join core._team_member as team_member
        on
            change.person_id = team_member.person_id
            and cast(change.occurred_at as date) >= team_member.valid_from
            and cast(change.occurred_at as date) <= team_member.valid_to
    where change.is_pull
    group by
        change.change_id,
        change.person_id
    having
        bool_and(
            coalesce(owner.team <> team_month.team and owner.team <> team_member.team, false)
        )
),

named_ticket as (
    select
        object_id,
        unnest(regexp_extract_all(title, '\b[A-Z][A-Z0-9]+-[0-9]+\b', 0)) as key
    from titled
),

-- A key that no connected project has may be a ticket of anybody.
possibly_held as (
    select
        foreign_change.object_id,
        foreign_change.person_id
    from foreign_change
    inner join named_ticket on foreign_change.object_id = named_ticket.object_id
    left join core._ticket as ticket on named_ticket.key = ticket.key
    left join core._ticket_holder as holder
        on
            ticket.ticket_id = holder.ticket_id
            and foreign_change.person_id = holder.person_id
    where ticket.ticket_id is null or holder.ticket_id is not null
),

named_issue as (
    select
        object_id,
        repository_id,
        unnest(regexp_extract_all(title, '#([0-9]+)', 1)) as number
    from titled
),

assigned as (
    select
        named_issue.object_id,
        link.person_id
    from named_issue
    inner join staging.github__issue_event as issue_event
        on
            named_issue.repository_id = issue_event.repository_id
            and named_issue.number = cast(issue_event.issue_number as varchar)
    inner join core._person_account as link on 'github:' || issue_event.subject_id = link.account_id
    where issue_event.event = 'assigned'
)

select
    foreign_change.object_id,
    foreign_change.person_id
from foreign_change
inner join titled on foreign_change.object_id = titled.object_id
left join possibly_held
    on
        foreign_change.object_id = possibly_held.object_id
        and foreign_change.person_id = possibly_held.person_id
left join assigned
    on
        foreign_change.object_id = assigned.object_id
        and foreign_change.person_id = assigned.person_id
where possibly_held.object_id is null and assigned.object_id is null
group by
    foreign_change.object_id,
    foreign_change.person_id
