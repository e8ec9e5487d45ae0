-- doc: One row is one merged pull request whose author owns neither its components nor its ticket.
-- grain: object_id, person_id
-- Without a title we cannot see a ticket reference, so the pull request is left out.
with titled_pull as (
    select
        'github:' || repository_id || '#' || number as object_id,
        repository_id,
        title
    from staging.github__pull
    where title is not null
),

-- A change is not a drive-by fix if its author was on the owning team at merge or at month end, or
-- has no team.
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

ticket_reference as (
    select
        object_id,
        unnest(regexp_extract_all(title, '\b[A-Z][A-Z0-9]+-[0-9]+\b', 0)) as key
    from titled_pull
),

-- A key of a project that is not connected may be a ticket of the author.
possible_holder as (
    select
        foreign_change.object_id,
        foreign_change.person_id
    from foreign_change
    inner join ticket_reference on foreign_change.object_id = ticket_reference.object_id
    left join core._ticket as ticket on ticket_reference.key = ticket.key
    left join core._ticket_holder as holder
        on
            ticket.ticket_id = holder.ticket_id
            and foreign_change.person_id = holder.person_id
    where ticket.ticket_id is null or holder.ticket_id is not null
),

issue_reference as (
    select
        object_id,
        repository_id,
        unnest(regexp_extract_all(title, '#([0-9]+)', 1)) as number
    from titled_pull
),

assignee as (
    select
        issue_reference.object_id,
        link.person_id
    from issue_reference
    inner join staging.github__issue_event as issue_event
        on
            issue_reference.repository_id = issue_event.repository_id
            and issue_reference.number = cast(issue_event.issue_number as varchar)
    inner join core._person_account as link on 'github:' || issue_event.subject_id = link.account_id
    where issue_event.event = 'assigned'
)

select
    foreign_change.object_id,
    foreign_change.person_id
from foreign_change
inner join titled_pull on foreign_change.object_id = titled_pull.object_id
left join possible_holder
    on
        foreign_change.object_id = possible_holder.object_id
        and foreign_change.person_id = possible_holder.person_id
left join assignee
    on
        foreign_change.object_id = assignee.object_id
        and foreign_change.person_id = assignee.person_id
where possible_holder.object_id is null and assignee.object_id is null
group by
    foreign_change.object_id,
    foreign_change.person_id
