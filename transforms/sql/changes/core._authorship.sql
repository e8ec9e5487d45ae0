-- doc: One row is one act of authoring or opening a change, by an account, and its person if known.
-- grain: event_id
select
    event.event_id,
    event.object_id,
    event.person_id,
    event.occurred_at
from core.event as event
left join rules.credit__author_roles as author_role on event.kind = 'git.' || author_role.role
left join core._reviewer_credit as reviewer on event.event_id = reviewer.event_id
where
    (author_role.role is not null or event.kind = 'github.pull.opened')
    and event.account_id is not null
    and reviewer.event_id is null
    and not event.is_future
union all
-- The list of issues names who opened a pull request, whether or not that was read itself.
select
    'opener:' || object_id as event_id,
    object_id,
    person_id,
    opened_at as occurred_at
from core._thread_opener
where opened_at <= $as_of
