-- doc: One row is one issue or ticket and one merged change that says it fixes it.
-- grain: object_id, change_id
with titled_pull as (
    select
        'github:' || repository_id || '#' || number as change_id,
        repository_id,
        title
    from staging.github__pull
    where title is not null and merged_at is not null
),

issue_reference as (
    select
        change_id,
        repository_id,
        unnest(regexp_extract_all(title, '#([0-9]+)', 1)) as number
    from titled_pull
),

ticket_reference as (
    select
        change_id,
        unnest(regexp_extract_all(title, '\b[A-Z][A-Z0-9]+-[0-9]+\b', 0)) as key
    from titled_pull
)

select
    'github:' || repository_id || '#' || number as object_id,
    change_id
from issue_reference
union
select
    ticket.object_id,
    ticket_reference.change_id
from ticket_reference
inner join core._ticket as ticket on ticket_reference.key = ticket.key
union
select
    'github:' || issue_event.repository_id || '#' || issue_event.issue_number as object_id,
    git_commit.change_id
from staging.github__issue_event as issue_event
inner join core._commit as git_commit on issue_event.commit_sha = git_commit.sha
where issue_event.event in ('closed', 'referenced')
