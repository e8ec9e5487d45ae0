-- doc: One row is one comment that a machine wrote through an account of a person (NSE-3).
-- grain: event_id
with limits as (
    select
        max(value) filter (where name = 'template_comments') as comments,
        max(value) filter (where name = 'template_seconds') as seconds,
        max(value) filter (where name = 'template_percent') as percent
    from rules.limits__thresholds
),

skeleton_use as (
    select
        'github:issue_comment:' || comment.comment_id as event_id,
        'github:' || comment.author_id as account_id,
        comment.skeleton,
        comment.created_at as used_at,
        issue.created_at as object_created_at
    from history.github__issue_comment as comment
    left join history.github__issue as issue
        on
            comment.repository_id = issue.repository_id
            and comment.issue_number = issue.number
    where comment.skeleton is not null
    union all
    select
        'github:review_comment:' || comment.comment_id as event_id,
        'github:' || comment.author_id as account_id,
        comment.skeleton,
        comment.created_at as used_at,
        pull.created_at as object_created_at
    from history.github__review_comment as comment
    left join staging.github__pull as pull
        on
            comment.repository_id = pull.repository_id
            and comment.pull_number = pull.number
    where comment.skeleton is not null
    union all
    select
        'github:review:' || review.review_id as event_id,
        'github:' || review.author_id as account_id,
        review.skeleton,
        review.submitted_at as used_at,
        pull.created_at as object_created_at
    from history.github__review as review
    left join staging.github__pull as pull
        on
            review.repository_id = pull.repository_id
            and review.pull_number = pull.number
    where review.skeleton is not null
    union all
    select
        'jira:comment:' || comment.comment_id as event_id,
        'jira:' || comment.author_id as account_id,
        comment.skeleton,
        comment.created_at as used_at,
        issue.created_at as object_created_at
    from history.jira__comment as comment
    left join history.jira__issue as issue on comment.issue_id = issue.issue_id
    where comment.skeleton is not null
),

frequent_skeleton as (
    select
        skeleton_use.account_id,
        skeleton_use.skeleton
    from skeleton_use
    cross join limits
    group by
        skeleton_use.account_id,
        skeleton_use.skeleton,
        limits.comments
    having count(*) >= limits.comments
),

spaced_use as (
    select
        skeleton_use.*,
        minute(skeleton_use.used_at) as minute_of_hour,
        epoch(skeleton_use.used_at)
        - epoch(lag(skeleton_use.used_at) over skeleton_order) as since_last,
        epoch(lead(skeleton_use.used_at) over skeleton_order)
        - epoch(skeleton_use.used_at) as until_next,
        epoch(skeleton_use.used_at) - epoch(skeleton_use.object_created_at) as since_creation
    from skeleton_use
    inner join frequent_skeleton
        on
            skeleton_use.account_id = frequent_skeleton.account_id
            and skeleton_use.skeleton = frequent_skeleton.skeleton
    window skeleton_order as (
        partition by skeleton_use.account_id, skeleton_use.skeleton
        order by skeleton_use.used_at, skeleton_use.event_id
    )
),

minute_total as (
    select
        account_id,
        skeleton,
        minute_of_hour,
        count(*) as uses
    from spaced_use
    group by
        account_id,
        skeleton,
        minute_of_hour
),

busiest_minute as (
    select
        account_id,
        skeleton,
        max(uses) as uses
    from minute_total
    group by
        account_id,
        skeleton
),

prompt_total as (
    select
        spaced_use.account_id,
        spaced_use.skeleton,
        count(*) as uses,
        count(*) filter (
            where
            spaced_use.since_last <= limits.seconds
            or spaced_use.until_next <= limits.seconds
            or spaced_use.since_creation <= limits.seconds
        ) as prompt_uses
    from spaced_use
    cross join limits
    group by
        spaced_use.account_id,
        spaced_use.skeleton
),

machine_skeleton as (
    select
        prompt_total.account_id,
        prompt_total.skeleton
    from prompt_total
    inner join busiest_minute
        on
            prompt_total.account_id = busiest_minute.account_id
            and prompt_total.skeleton = busiest_minute.skeleton
    cross join limits
    where
        prompt_total.prompt_uses * 100 >= prompt_total.uses * limits.percent
        or busiest_minute.uses * 100 >= prompt_total.uses * limits.percent
)

select spaced_use.event_id
from spaced_use
inner join machine_skeleton
    on
        spaced_use.account_id = machine_skeleton.account_id
        and spaced_use.skeleton = machine_skeleton.skeleton
