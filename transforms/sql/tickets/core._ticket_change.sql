-- doc: One row is one change of one field of one ticket, by a person or a machine.
-- grain: event_id
select
    'jira:change:' || change.change_id as event_id,
    change.issue_id as ticket_id,
    lower(change.field) as field,
    change.from_id,
    change.to_id,
    lower(change.from_value) as from_value,
    lower(change.to_value) as to_value,
    change.created_at as changed_at,
    author.person_id
from staging.jira__change as change
left join core.identity_link as author
    on
        'jira:' || change.author_id = author.account_id
        and cast(change.created_at as date) >= author.valid_from
        and cast(change.created_at as date) <= coalesce(author.valid_to, date '9999-12-31')
where change.created_at <= $as_of
