-- doc: One row is one event of GitHub.
-- grain: event_id
-- kind: view
with repository as (
    select
        repository_id,
        full_name
    from staging.github__repository
),

thread_event as (
    select
        'github:pull_opened:' || pull_id as event_id,
        'github.pull.opened' as kind,
        created_at as occurred_at,
        author_id as user_id,
        repository_id,
        number,
        true as is_pull,
        cast(null as varchar) as detail,
        url
    from staging.github__pull
    union all
    select
        'github:pull_merged:' || pull_id as event_id,
        'github.pull.merged' as kind,
        merged_at as occurred_at,
        author_id as user_id,
        repository_id,
        number,
        true as is_pull,
        cast(null as varchar) as detail,
        url
    from staging.github__pull
    where merged_at is not null
    union all
    select
        'github:issue_opened:' || issue_id as event_id,
        'github.issue.opened' as kind,
        created_at as occurred_at,
        author_id as user_id,
        repository_id,
        number,
        false as is_pull,
        cast(null as varchar) as detail,
        url
    from staging.github__issue
    where not is_pull
    union all
    select
        'github:issue_comment:' || comment.comment_id as event_id,
        'github.issue.commented' as kind,
        comment.created_at as occurred_at,
        comment.author_id as user_id,
        comment.repository_id,
        comment.issue_number as number,
        coalesce(issue.is_pull, false) as is_pull,
        cast(null as varchar) as detail,
        comment.url
    from staging.github__issue_comment as comment
    left join history.github__issue as issue
        on
            comment.repository_id = issue.repository_id
            and comment.issue_number = issue.number
    union all
    select
        'github:review:' || review_id as event_id,
        'github.review.submitted' as kind,
        submitted_at as occurred_at,
        author_id as user_id,
        repository_id,
        pull_number as number,
        true as is_pull,
        state as detail,
        url
    from staging.github__review
    union all
    select
        'github:review_comment:' || comment_id as event_id,
        'github.review.commented' as kind,
        created_at as occurred_at,
        author_id as user_id,
        repository_id,
        pull_number as number,
        true as is_pull,
        cast(null as varchar) as detail,
        url
    from staging.github__review_comment
    union all
    select
        'github:issue_event:' || issue_event.event_id as event_id,
        'github.issue.' || issue_event.event as kind,
        issue_event.created_at as occurred_at,
        issue_event.actor_id as user_id,
        issue_event.repository_id,
        issue_event.issue_number as number,
        issue_event.is_pull,
        coalesce(issue_event.state_reason, issue_event.label) as detail,
        issue.url
    from staging.github__issue_event as issue_event
    left join history.github__issue as issue
        on
            issue_event.repository_id = issue.repository_id
            and issue_event.issue_number = issue.number
),

github_event as (
    select
        event_id,
        kind,
        occurred_at,
        user_id,
        repository_id,
        case when is_pull then 'pull' else 'issue' end as object_type,
        'github:' || repository_id || '#' || number as object_id,
        detail,
        url
    from thread_event
    union all
    select
        'github:release:' || release.release_id as event_id,
        'github.release.published' as kind,
        release.published_at as occurred_at,
        release.author_id as user_id,
        release.repository_id,
        'release' as object_type,
        'release:'
        || coalesce(repository.full_name, cast(release.repository_id as varchar))
        || ':'
        || release.tag_name as object_id,
        release.tag_name as detail,
        release.url
    from staging.github__release as release
    left join repository on release.repository_id = repository.repository_id
    union all
    select
        'github:deployment:' || deployment_id as event_id,
        'github.deployment.created' as kind,
        created_at as occurred_at,
        creator_id as user_id,
        repository_id,
        'deployment' as object_type,
        'github:deployment:' || deployment_id as object_id,
        environment as detail,
        cast(null as varchar) as url
    from staging.github__deployment
)

select
    github_event.event_id,
    'github' as source,
    github_event.kind,
    github_event.occurred_at,
    'github:' || github_event.user_id as account_id,
    github_event.object_type,
    github_event.object_id,
    coalesce(repository.full_name, cast(github_event.repository_id as varchar)) as container,
    github_event.detail,
    github_event.url
from github_event
left join repository on github_event.repository_id = repository.repository_id
