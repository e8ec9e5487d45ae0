-- doc: One row is one issue or pull request and the account that opened it, whichever list says so.
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
)

select
    object_id,
    'github:' || min(author_id) as account_id,
    min(created_at) as opened_at
from listed_opener
where author_id is not null
group by object_id
