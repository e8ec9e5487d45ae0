-- doc: One row is one commit in which one person wrote notes of a release and nothing else.
-- grain: person_id, kind, object_id, bucket, event_id
with limits as (
    select value as lines_changed
    from rules.limits__thresholds
    where name = 'documentation_lines_changed'
),

-- A line that comes with the change it is about is a part of that change.
notes_commit as (
    select
        sha,
        min(repository) as repository
    from core._change_file
    cross join limits
    group by
        sha,
        limits.lines_changed
    having
        bool_and(is_release_notes)
        and sum(lines_added + lines_deleted) >= limits.lines_changed
)

select
    author.person_id,
    'coordination.release_notes' as kind,
    'release notes' as object_type,
    'git:' || notes_commit.repository || ':release-notes' as object_id,
    notes_commit.repository as container,
    cast(cast(date_trunc('week', author.occurred_at) as date) as varchar) as bucket,
    author.event_id,
    author.occurred_at,
    author.url,
    'O' as evidence_level,
    'only_release_notes' as rule_id
from notes_commit
inner join core._commit as git_commit on notes_commit.sha = git_commit.sha
inner join core._commit_author as author on notes_commit.sha = author.sha
where
    not git_commit.is_merge
    and not git_commit.is_copy
    and not git_commit.is_imported
    and git_commit.reverts_sha is null
