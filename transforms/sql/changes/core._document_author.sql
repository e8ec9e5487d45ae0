-- doc: One row is one document or page whose creating account is known, and its person if known.
-- grain: object_id
select
    object_id,
    person_id
from core.event
where
    kind in ('google.document.created', 'confluence.page.created')
    and account_id is not null
    and not is_future
qualify
    row_number() over (
        partition by object_id
        order by occurred_at, event_id
    ) = 1
