-- doc: One row is one account that authored or opened one change, and its person if it has one.
-- grain: object_id, account_id
with authorship as (
    select
        event.object_id,
        event.account_id,
        event.person_id,
        event.occurred_at
    from core.event as event
    left join rules.credit__author_roles as author_role on event.kind = 'git.' || author_role.role
    where
        (author_role.role is not null or event.kind = 'github.pull.opened')
        and event.account_id is not null
        and not event.is_future
    union all
    select
        opener.object_id,
        opener.account_id,
        link.person_id,
        opener.opened_at as occurred_at
    from core._thread_opener as opener
    left join core._person_account as link on opener.account_id = link.account_id
    where opener.opened_at <= $as_of
)

select
    object_id,
    account_id,
    min(person_id) as person_id,
    min(occurred_at) as first_at
from authorship
group by
    object_id,
    account_id
