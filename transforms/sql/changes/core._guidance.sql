-- doc: One row is one event in which one person guided a newcomer or somebody paired with them.
-- grain: event_id, person_id, mentee_person_id
with limits as (
    select
        max(value) filter (where name = 'newcomer_days') as newcomer_days,
        max(value) filter (where name = 'tenure_days_ahead') as days_ahead,
        max(value) filter (where name = 'pairing_days') as pairing_days
    from rules.limits__thresholds
),

attendee as (
    select
        event.event_id,
        event.person_id,
        event.object_id,
        event.container,
        event.occurred_at,
        event.url,
        meeting.series_id,
        meeting.title_class,
        meeting.is_recurring
    from core._person_event as event
    inner join core._meeting as meeting on event.object_id = meeting.object_id
    inner join core._meeting_size as meeting_size on meeting.object_id = meeting_size.object_id
    where event.kind = 'google.meeting.attended' and meeting_size.people = 2
),

question as (
    select
        'github:issue_comment:' || comment_id as event_id,
        is_question
    from staging.github__issue_comment
    union all
    select
        'jira:comment:' || comment_id as event_id,
        is_question
    from staging.jira__comment
    where not coalesce(is_internal, false)
),

thread_comment as (
    select
        event.event_id,
        event.person_id,
        event.object_type,
        event.object_id,
        event.container,
        event.occurred_at,
        event.url,
        question.is_question,
        lag(event.person_id) over thread_order as asker_person_id,
        lag(question.is_question) over thread_order as follows_question
    from core._person_event as event
    inner join question on event.event_id = question.event_id
    window thread_order as (
        partition by event.object_id
        order by event.occurred_at, event.event_id
    )
),

guidance_event as (
    select
        guide.event_id,
        guide.person_id,
        mentee.person_id as mentee_person_id,
        'one_to_one' as via,
        'meeting' as object_type,
        guide.object_id,
        guide.container,
        guide.occurred_at,
        guide.url
    from attendee as guide
    inner join attendee as mentee
        on guide.object_id = mentee.object_id and guide.person_id <> mentee.person_id
    where guide.is_recurring
    union all
    select
        thread_comment.event_id,
        thread_comment.person_id,
        thread_comment.asker_person_id as mentee_person_id,
        'answer' as via,
        thread_comment.object_type,
        thread_comment.object_id,
        thread_comment.container,
        thread_comment.occurred_at,
        thread_comment.url
    from thread_comment
    where
        thread_comment.follows_question
        and not thread_comment.is_question
        and thread_comment.asker_person_id <> thread_comment.person_id
    union all
    select
        event.event_id,
        event.person_id,
        document_author.person_id as mentee_person_id,
        'comment' as via,
        event.object_type,
        event.object_id,
        event.container,
        event.occurred_at,
        event.url
    from core._person_event as event
    inner join core._document_author as document_author
        on event.object_id = document_author.object_id
    where
        event.kind in ('google.document.commented', 'confluence.page.commented')
        and event.person_id <> document_author.person_id
    union all
    select
        review.event_id,
        review.person_id,
        author.person_id as mentee_person_id,
        'review' as via,
        review.object_type,
        review.object_id,
        review.container,
        review.occurred_at,
        review.url
    from core._evidence_review as review
    inner join core._change_author as author
        on review.object_id = author.object_id and review.person_id <> author.person_id
    where review.kind = 'review.code'
)

select
    guidance_event.event_id,
    guidance_event.person_id,
    guidance_event.mentee_person_id,
    min(guidance_event.via) as via,
    min(guidance_event.object_type) as object_type,
    min(guidance_event.object_id) as object_id,
    min(guidance_event.container) as container,
    min(guidance_event.occurred_at) as occurred_at,
    min(guidance_event.url) as url,
    bool_or(pairing.mentor_person_id is not null) as is_paired,
    bool_or(
        coalesce(guide.joined_on <= newcomer.joined_on - cast(limits.days_ahead as integer), false)
    ) as has_longer_tenure
from guidance_event
cross join limits
left join core._newcomer as newcomer
    on
        guidance_event.mentee_person_id = newcomer.person_id
        and cast(guidance_event.occurred_at as date)
        between newcomer.joined_on
        and newcomer.joined_on + cast(limits.newcomer_days as integer)
left join core._newcomer as guide on guidance_event.person_id = guide.person_id
left join core._pairing_explicit as pairing
    on
        guidance_event.person_id = pairing.mentor_person_id
        and guidance_event.mentee_person_id = pairing.newcomer_person_id
        and cast(guidance_event.occurred_at as date)
        between pairing.started_on
        and coalesce(
            pairing.ended_on, pairing.started_on + cast(limits.pairing_days as integer)
        )
left join core._manager_chain as manager_chain
    on
        guidance_event.mentee_person_id = manager_chain.person_id
        and guidance_event.person_id = manager_chain.manager_person_id
where
    (newcomer.person_id is not null or pairing.mentor_person_id is not null)
    and manager_chain.person_id is null
group by
    guidance_event.event_id,
    guidance_event.person_id,
    guidance_event.mentee_person_id
