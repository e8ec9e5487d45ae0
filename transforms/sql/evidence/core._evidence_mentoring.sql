-- doc: One row is one trace of guidance: a one-to-one, an answer, or comments on a document.
-- grain: person_id, kind, object_id, bucket, event_id
with guided as (
    select
        *,
        cast(cast(date_trunc('week', occurred_at) as date) as varchar) as week
    from core._guidance
    where is_paired or is_elder
),

commented as (
    select
        person_id,
        object_id,
        week
    from guided
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
    guided.person_id,
    case
        when guided.via = 'one_to_one' then 'mentoring.one_to_one' else 'mentoring.answer'
    end as kind,
    guided.object_type,
    guided.object_id,
    guided.container,
    '' as bucket,
    guided.event_id,
    guided.occurred_at,
    guided.url,
    'O' as evidence_level,
    case
        when guided.via = 'one_to_one' then 'recurring_one_to_one' else 'first_answer'
    end as rule_id
from guided
where guided.via in ('one_to_one', 'answer')
union all
select
    guided.person_id,
    'mentoring.coaching_artifact' as kind,
    guided.object_type,
    guided.object_id,
    guided.container,
    guided.week as bucket,
    guided.event_id,
    guided.occurred_at,
    guided.url,
    'O' as evidence_level,
    'comments_on_a_newcomers_document' as rule_id
from guided
inner join commented
    on
        guided.person_id = commented.person_id
        and guided.object_id = commented.object_id
        and guided.week = commented.week
where guided.via = 'comment'
