-- doc: One row is one event of guidance: a one-to-one, an answer, or a comment on a document.
-- grain: person_id, kind, object_id, bucket, event_id
with guidance as (
    select
        *,
        cast(cast(date_trunc('week', occurred_at) as date) as varchar) as week
    from core._guidance
    where is_paired or has_longer_tenure
),

coached_document as (
    select
        person_id,
        object_id,
        week
    from guidance
    where via = 'comment'
    group by
        person_id,
        object_id,
        week
    having
        count(*) >= (
            select value
            from rules.limits__thresholds
            where name = 'coaching_comments'
        )
)

select distinct
    guidance.person_id,
    case
        when guidance.via = 'one_to_one' then 'mentoring.one_to_one' else 'mentoring.answer'
    end as kind,
    guidance.object_type,
    guidance.object_id,
    guidance.container,
    '' as bucket,
    guidance.event_id,
    guidance.occurred_at,
    guidance.url,
    'O' as evidence_level,
    case
        when guidance.via = 'one_to_one' then 'recurring_one_to_one' else 'first_answer'
    end as rule_id
from guidance
where guidance.via in ('one_to_one', 'answer')
union all
select
    guidance.person_id,
    'mentoring.coaching_artifact' as kind,
    guidance.object_type,
    guidance.object_id,
    guidance.container,
    guidance.week as bucket,
    guidance.event_id,
    guidance.occurred_at,
    guidance.url,
    'O' as evidence_level,
    'comments_on_a_newcomers_document' as rule_id
from guidance
inner join coached_document
    on
        guidance.person_id = coached_document.person_id
        and guidance.object_id = coached_document.object_id
        and guidance.week = coached_document.week
where guidance.via = 'comment'
