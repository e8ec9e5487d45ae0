-- doc: One row is one comment that a machine wrote through an account of a person (NSE-3).
-- grain: event_id
with limits as (
    select
        max(value) filter (where name = 'template_comments') as comments,
        max(value) filter (where name = 'template_seconds') as seconds,
        max(value) filter (where name = 'template_percent') as percent
    from rules.limits__thresholds
),

said as (
    select
        'github:issue_comment:' || comment.comment_id as event_id,
        'github:' || comment.author_id as account_id,
        comment.skeleton,
        comment.created_at as said_at,
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
        comment.created_at as said_at,
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
        review.submitted_at as said_at,
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
        comment.created_at as said_at,
        issue.created_at as object_created_at
    from history.jira__comment as comment
    left join history.jira__issue as issue on comment.issue_id = issue.issue_id
    where comment.skeleton is not null
),

repeated as (
    select
        said.account_id,
        said.skeleton
    from said
    cross join limits
    group by
        said.account_id,
        said.skeleton,
        limits.comments
    having count(*) >= limits.comments
),

spaced as (
    select
        said.*,
        minute(said.said_at) as minute_of_hour,
        epoch(said.said_at) - epoch(lag(said.said_at) over uses) as since_last,
        epoch(lead(said.said_at) over uses) - epoch(said.said_at) as until_next,
        epoch(said.said_at) - epoch(said.object_created_at) as since_creation
    from said
    inner join repeated
        on said.account_id = repeated.account_id and said.skeleton = repeated.skeleton
    window uses as (
        partition by said.account_id, said.skeleton
        order by said.said_at, said.event_id
    )
),

at_one_minute as (
    select
        account_id,
        skeleton,
        minute_of_hour,
        count(*) as uses
    from spaced
    group by
        account_id,
        skeleton,
        minute_of_hour
),

scheduled as (
    select
        account_id,
        skeleton,
        max(uses) as uses
    from at_one_minute
    group by
        account_id,
        skeleton
),

prompt as (
    select
        spaced.account_id,
        spaced.skeleton,
        count(*) as uses,
        count(*) filter (
            where
            spaced.since_last <= limits.seconds
            or spaced.until_next <= limits.seconds
            or spaced.since_creation <= limits.seconds
        ) as prompt_uses
    from spaced
    cross join limits
    group by
        spaced.account_id,
        spaced.skeleton
),

machine as (
    select
        prompt.account_id,
        prompt.skeleton
    from prompt
    inner join scheduled
        on prompt.account_id = scheduled.account_id and prompt.skeleton = scheduled.skeleton
    cross join limits
    where
        prompt.prompt_uses * 100 >= prompt.uses * limits.percent
        or scheduled.uses * 100 >= prompt.uses * limits.percent
)

select spaced.event_id
from spaced
inner join machine
    on spaced.account_id = machine.account_id and spaced.skeleton = machine.skeleton
