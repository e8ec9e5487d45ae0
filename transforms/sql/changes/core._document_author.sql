-- doc: One row is one document or page whose creating account is known, and its person if known.
-- grain: object_id
select
    object_id,
    arg_min_null(person_id, (occurred_at, event_id)) as person_id
from core.event
where
    kind in ('google.document.created', 'confluence.page.created')
    and account_id is not null
    and not is_future
group by object_id
