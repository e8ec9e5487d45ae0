-- doc: One row is one change of one field of one ticket, by a person or a machine.
-- grain: event_id
select
    'jira:change:' || change.change_id as event_id,
    change.issue_id as ticket_id,
    lower(change.field) as field,
    change.from_id,
    change.to_id,
    lower(coalesce(from_status.name, change.from_value)) as from_value,
    lower(coalesce(to_status.name, change.to_value)) as to_value,
    from_status.category as from_category,
    to_status.category as to_category,
    change.created_at as changed_at,
    case when machine_event.event_id is null then author.person_id end as person_id
from staging.jira__change as change
left join core._machine_event as machine_event
    on 'jira:change:' || change.change_id = machine_event.event_id
left join core.identity_link as author
    on
        'jira:' || change.author_id = author.account_id
        and cast(change.created_at as date) >= author.valid_from
        and cast(change.created_at as date) <= coalesce(author.valid_to, date '9999-12-31')
left join staging.jira__status as from_status
    on change.field = 'status' and change.from_id = from_status.status_id
left join staging.jira__status as to_status
    on change.field = 'status' and change.to_id = to_status.status_id
where change.created_at <= $as_of
