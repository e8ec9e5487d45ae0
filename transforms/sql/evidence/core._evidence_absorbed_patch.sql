-- doc: One row is one suggestion whose lines others then changed without naming its author.
-- grain: person_id, kind, object_id, event_id
-- Without the merge commit we cannot see whom its authors named: the suggestion is left out.
with suggestion as (
    select
        event.event_id,
        event.person_id,
        event.object_type,
        event.object_id,
        event.container,
        event.occurred_at,
        event.url,
        comment.path,
        pull.repository_id,
        pull.number,
        pull.head_sha,
        pull.merge_commit_sha,
        pull.merged_at
    from staging.github__review_comment as comment
    inner join core._person_event as event
        on 'github:review_comment:' || comment.comment_id = event.event_id
    inner join staging.github__pull as pull
        on comment.repository_id = pull.repository_id and comment.pull_number = pull.number
    inner join core._commit as git_commit on pull.merge_commit_sha = git_commit.sha
    where
        comment.has_suggestion
        and comment.is_outdated
        and pull.merged_at > comment.created_at
),

merged_path as (
    select
        suggestion.event_id,
        pull_file.path
    from suggestion
    inner join staging.github__pull_file as pull_file
        on
            suggestion.repository_id = pull_file.repository_id
            and suggestion.number = pull_file.pull_number
            and suggestion.head_sha = pull_file.head_sha
            and suggestion.path = pull_file.path
    union
    select
        suggestion.event_id,
        change_file.path
    from suggestion
    inner join core._change_file as change_file
        on
            suggestion.merge_commit_sha = change_file.sha
            and suggestion.path = change_file.path
),

named_author as (
    select
        event.object_id,
        event.person_id,
        event.occurred_at,
        split_part(event.event_id, ':', 2) as sha
    from core._person_event as event
    left join rules.credit__author_roles as author_role on event.kind = 'git.' || author_role.role
    where author_role.role is not null or event.kind = 'github.pull.opened'
),

-- A commit to the file, before the merge, that names the person who made the suggestion.
named_suggestion as (
    select suggestion.event_id
    from suggestion
    inner join core._change_file as change_file
        on
            suggestion.container = change_file.repository
            and suggestion.path = change_file.path
    inner join named_author
        on
            change_file.sha = named_author.sha
            and suggestion.person_id = named_author.person_id
    where
        named_author.occurred_at >= suggestion.occurred_at
        and named_author.occurred_at <= suggestion.merged_at
    union
    select suggestion.event_id
    from suggestion
    inner join named_author
        on
            suggestion.person_id = named_author.person_id
            and (
                suggestion.object_id = named_author.object_id
                or suggestion.merge_commit_sha = named_author.sha
            )
)

select
    suggestion.person_id,
    'fix.absorbed_patch' as kind,
    suggestion.object_type,
    suggestion.object_id,
    suggestion.container,
    '' as bucket,
    suggestion.event_id,
    suggestion.occurred_at,
    suggestion.url,
    'I' as evidence_level,
    'suggestion_taken_over' as rule_id
from suggestion
inner join merged_path on suggestion.event_id = merged_path.event_id
left join named_suggestion on suggestion.event_id = named_suggestion.event_id
where named_suggestion.event_id is null
