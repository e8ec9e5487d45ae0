-- doc: One row is one thing that one person did for a newcomer, or for whom they are paired with.
-- grain: event_id, person_id, mentee_person_id
with limits as (
    select
        max(value) filter (where name = 'newcomer_days') as newcomer_days,
        max(value) filter (where name = 'tenure_days_ahead') as days_ahead,
        max(value) filter (where name = 'pairing_days') as pairing_days
    from rules.limits__thresholds
),

attended as (
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

thread as (
    select
        event.event_id,
        event.person_id,
        event.object_type,
        event.object_id,
        event.container,
        event.occurred_at,
        event.url,
        question.is_question,
        lag(event.person_id) over turn as asker_person_id,
        lag(question.is_question) over turn as follows_question
    from core._person_event as event
    inner join question on event.event_id = question.event_id
    window turn as (
        partition by event.object_id
        order by event.occurred_at, event.event_id
    )
),

document_author as (
    select
        object_id,
        min_by(person_id, (occurred_at, event_id)) as person_id
    from core._person_event
    where kind in ('google.document.created', 'confluence.page.created')
    group by object_id
),

done as (
    select
        one.event_id,
        one.person_id,
        other.person_id as mentee_person_id,
        'one_to_one' as via,
        'meeting' as object_type,
        one.object_id,
        one.container,
        one.occurred_at,
        one.url
    from attended as one
    inner join attended as other
        on one.object_id = other.object_id and one.person_id <> other.person_id
    where one.is_recurring
    union all
    select
        thread.event_id,
        thread.person_id,
        thread.asker_person_id as mentee_person_id,
        'answer' as via,
        thread.object_type,
        thread.object_id,
        thread.container,
        thread.occurred_at,
        thread.url
    from thread
    where
        thread.follows_question
        and not thread.is_question
        and thread.asker_person_id <> thread.person_id
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
    inner join document_author on event.object_id = document_author.object_id
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
    done.event_id,
    done.person_id,
    done.mentee_person_id,
    min(done.via) as via,
    min(done.object_type) as object_type,
    min(done.object_id) as object_id,
    min(done.container) as container,
    min(done.occurred_at) as occurred_at,
    min(done.url) as url,
    bool_or(pairing.mentor_person_id is not null) as is_paired,
    bool_or(
        coalesce(elder.joined_on <= newcomer.joined_on - cast(limits.days_ahead as integer), false)
    ) as is_elder
from done
cross join limits
left join core._newcomer as newcomer
    on
        done.mentee_person_id = newcomer.person_id
        and cast(done.occurred_at as date)
        between newcomer.joined_on
        and newcomer.joined_on + cast(limits.newcomer_days as integer)
left join core._newcomer as elder on done.person_id = elder.person_id
left join core._pairing_explicit as pairing
    on
        done.person_id = pairing.mentor_person_id
        and done.mentee_person_id = pairing.newcomer_person_id
        and cast(done.occurred_at as date)
        between pairing.started_on
        and coalesce(
            pairing.ended_on, pairing.started_on + cast(limits.pairing_days as integer)
        )
left join core._manager_chain as chain
    on
        done.mentee_person_id = chain.person_id
        and done.person_id = chain.manager_person_id
where
    (newcomer.person_id is not null or pairing.mentor_person_id is not null)
    and chain.person_id is null
group by
    done.event_id,
    done.person_id,
    done.mentee_person_id
