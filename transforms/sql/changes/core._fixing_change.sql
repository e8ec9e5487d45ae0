-- doc: One row is one merged change that says itself which issue or ticket it fixes.
-- grain: object_id, change_id
with titled as (
    select
        'github:' || repository_id || '#' || number as change_id,
        repository_id,
        title
    from staging.github__pull
    where title is not null and merged_at is not null
),

named_issue as (
    select
        change_id,
        repository_id,
        unnest(regexp_extract_all(title, '#([0-9]+)', 1)) as number
    from titled
),

named_ticket as (
    select
        change_id,
        unnest(regexp_extract_all(title, '\b[A-Z][A-Z0-9]+-[0-9]+\b', 0)) as key
    from titled
)

select
    'github:' || repository_id || '#' || number as object_id,
    change_id
from named_issue
union
select
    ticket.object_id,
    named_ticket.change_id
from named_ticket
inner join core._ticket as ticket on named_ticket.key = ticket.key
union
select
    'github:' || issue_event.repository_id || '#' || issue_event.issue_number as object_id,
    git_commit.change_id
from staging.github__issue_event as issue_event
inner join core._commit as git_commit on issue_event.commit_sha = git_commit.sha
where issue_event.event in ('closed', 'referenced')
