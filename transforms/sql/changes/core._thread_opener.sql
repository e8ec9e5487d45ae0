-- doc: One row is one issue or pull request, who opened it, and the person that was at the time.
-- grain: object_id
with listed_opener as (
    select
        'github:' || repository_id || '#' || number as object_id,
        author_id,
        created_at
    from staging.github__pull
    union
    -- The list of issues has every pull request too, and its author with it.
    select
        'github:' || repository_id || '#' || number as object_id,
        author_id,
        created_at
    from history.github__issue
),

opener as (
    select
        object_id,
        'github:' || min(author_id) as account_id,
        min(created_at) as opened_at
    from listed_opener
    where author_id is not null
    group by object_id
)

select
    opener.object_id,
    opener.account_id,
    opener.opened_at,
    link.person_id
from opener
left join core.identity_link as link
    on
        opener.account_id = link.account_id
        and cast(opener.opened_at as date) >= link.valid_from
        and cast(opener.opened_at as date) <= coalesce(link.valid_to, date '9999-12-31')
