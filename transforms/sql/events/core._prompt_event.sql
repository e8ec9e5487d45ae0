-- doc: One row is one sorting or saving that a machine did through an account of a person (NSE-3).
-- grain: event_id
with limits as (
    select
        max(value) filter (where name = 'template_comments') as acts,
        max(value) filter (where name = 'template_seconds') as seconds,
        max(value) filter (where name = 'template_percent') as percent,
        max(value) filter (where name = 'prompt_days') as days
    from rules.limits__thresholds
),

page_save as (
    select
        page_version.page_id,
        page_version.number,
        page_version.author_id,
        page_version.created_at,
        page.space_id,
        lag(page_version.page_id) over save_order as previous_page_id,
        lag(page_version.created_at) over save_order as previous_at,
        lead(page_version.page_id) over save_order as next_page_id,
        lead(page_version.created_at) over save_order as next_at
    from staging.confluence__page_version as page_version
    inner join staging.confluence__page as page on page_version.page_id = page.page_id
    window save_order as (
        partition by page_version.author_id, page.space_id
        order by page_version.created_at, page_version.page_id, page_version.number
    )
),

-- What a machine does in a person's name comes seconds after the object was made and is always the
-- same, or comes to one page seconds after another.
act as (
    select
        'github:issue_event:' || issue_event.event_id as event_id,
        'github:' || issue_event.actor_id as account_id,
        issue_event.event || ':' || coalesce(issue_event.label, '') as manner,
        cast(issue_event.created_at as date) as day,
        epoch(issue_event.created_at) - epoch(issue.created_at) <= limits.seconds as is_prompt
    from staging.github__issue_event as issue_event
    -- Of a mention or a subscription, GitHub calls the person who got it the actor.
    inner join rules.credit__triage_events as triage_event
        on issue_event.event = triage_event.event
    inner join staging.github__issue as issue
        on
            issue_event.repository_id = issue.repository_id
            and issue_event.issue_number = issue.number
    cross join limits
    where issue_event.actor_id <> issue.author_id
    union all
    select
        'jira:change:' || change.change_id as event_id,
        'jira:' || change.author_id as account_id,
        lower(change.field) || ':' || coalesce(change.to_id, change.to_value, '') as manner,
        cast(change.created_at as date) as day,
        epoch(change.created_at) - epoch(issue.created_at) <= limits.seconds as is_prompt
    from staging.jira__change as change
    inner join staging.jira__issue as issue on change.issue_id = issue.issue_id
    cross join limits
    where change.author_id <> issue.creator_id
    union all
    select
        'confluence:version:' || page_save.page_id || ':' || page_save.number as event_id,
        'confluence:' || page_save.author_id as account_id,
        'saved:' || page_save.space_id as manner,
        cast(page_save.created_at as date) as day,
        (
            page_save.previous_page_id <> page_save.page_id
            and epoch(page_save.created_at) - epoch(page_save.previous_at) <= limits.seconds
        )
        or (
            page_save.next_page_id <> page_save.page_id
            and epoch(page_save.next_at) - epoch(page_save.created_at) <= limits.seconds
        ) as is_prompt
    from page_save
    cross join limits
),

machine_manner as (
    select
        act.account_id,
        act.manner
    from act
    cross join limits
    group by
        act.account_id,
        act.manner,
        limits.acts,
        limits.percent,
        limits.days
    having
        count(*) filter (where act.is_prompt) >= limits.acts
        and count(*) filter (where act.is_prompt) * 100 >= count(*) * limits.percent
        -- Many at once on one day are a person's sweep or copy.
        and count(distinct act.day) filter (where act.is_prompt) >= limits.days
)

select act.event_id
from act
inner join machine_manner
    on act.account_id = machine_manner.account_id and act.manner = machine_manner.manner
