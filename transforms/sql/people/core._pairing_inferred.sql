-- doc: One row is one newcomer and one person who may be their mentor, judging by guidance.
-- grain: mentor_person_id, newcomer_person_id, rule_id
with limits as (
    select
        max(value) filter (where name = 'mentor_interactions') as interactions,
        max(value) filter (where name = 'mentor_weeks') as weeks,
        max(value) filter (where name = 'mentor_percent') as percent,
        max(value) filter (where name = 'mentor_meetings') as meetings,
        max(value) filter (where name = 'mentor_meeting_days') as meeting_days,
        max(value) filter (where name = 'first_changes') as first_changes,
        max(value) filter (where name = 'first_changes_reviewed') as reviewed,
        max(value) filter (where name = 'first_changes_percent') as reviewed_percent
    from rules.limits__thresholds
),

-- Several comments on one object in one week are one act of guidance.
guidance_act as (
    select
        guidance.person_id,
        guidance.mentee_person_id,
        guidance.object_id,
        date_trunc('week', guidance.occurred_at) as week,
        bool_or(guidance.has_longer_tenure) as has_longer_tenure,
        min(guidance.occurred_at) as occurred_at,
        min(guidance.url) as url
    from core._guidance as guidance
    left join core._explaining_comment as explaining_comment
        on guidance.event_id = explaining_comment.event_id
    where guidance.via <> 'review' or explaining_comment.event_id is not null
    group by
        guidance.person_id,
        guidance.mentee_person_id,
        guidance.object_id,
        date_trunc('week', guidance.occurred_at)
),

mentee_total as (
    select
        mentee_person_id,
        count(*) as interactions
    from guidance_act
    group by mentee_person_id
),

frequent_pair as (
    select
        guidance_act.person_id,
        guidance_act.mentee_person_id,
        'frequent_guidance' as rule_id,
        min(guidance_act.occurred_at) as started_at
    from guidance_act
    inner join mentee_total on guidance_act.mentee_person_id = mentee_total.mentee_person_id
    cross join limits
    where guidance_act.has_longer_tenure
    group by
        guidance_act.person_id,
        guidance_act.mentee_person_id
    having
        count(*) >= max(limits.interactions)
        and count(distinct guidance_act.week) >= max(limits.weeks)
        and 100 * count(*) >= max(limits.percent) * max(mentee_total.interactions)
),

meeting_pair as (
    select
        guidance.person_id,
        guidance.mentee_person_id,
        case
            when bool_or(meeting.title_class = 'onboarding') then 'onboarding_meetings'
            else 'recurring_meetings'
        end as rule_id,
        min(guidance.occurred_at) as started_at
    from core._guidance as guidance
    inner join core._meeting as meeting on guidance.object_id = meeting.object_id
    inner join core._newcomer as newcomer on guidance.mentee_person_id = newcomer.person_id
    cross join limits
    where
        guidance.via = 'one_to_one'
        and guidance.has_longer_tenure
        and cast(guidance.occurred_at as date)
        <= newcomer.joined_on + cast(limits.meeting_days as integer)
    group by
        guidance.person_id,
        guidance.mentee_person_id,
        meeting.series_id
    having count(distinct guidance.object_id) >= max(limits.meetings)
),

first_change as (
    select
        author.object_id,
        author.person_id,
        row_number() over (
            partition by author.person_id
            order by author.first_at, author.object_id
        ) as place
    from core._change_author as author
    inner join core._newcomer as newcomer
        on
            author.person_id = newcomer.person_id
            and cast(author.first_at as date) >= newcomer.joined_on
    inner join staging.github__pull as pull
        on author.object_id = 'github:' || pull.repository_id || '#' || pull.number
    where pull.merged_at is not null
),

review_pair as (
    select
        review.person_id,
        first_change.person_id as mentee_person_id,
        'reviews_of_first_changes' as rule_id,
        min(review.occurred_at) as started_at
    from first_change
    cross join limits
    inner join core._guidance as review
        on
            first_change.object_id = review.object_id
            and first_change.person_id = review.mentee_person_id
    inner join core._explaining_comment as explaining_comment
        on review.event_id = explaining_comment.event_id
    where first_change.place <= limits.first_changes and review.has_longer_tenure
    group by
        review.person_id,
        first_change.person_id
    having
        count(distinct first_change.object_id) >= max(limits.reviewed)
        and 100 * count(distinct first_change.object_id)
        >= max(limits.reviewed_percent) * (
            select count(*)
            from first_change as every_change
            cross join limits as every_limit
            where
                every_change.person_id = first_change.person_id
                and every_change.place <= every_limit.first_changes
        )
),

inferred_pair as (
    select * from frequent_pair
    union all
    select * from meeting_pair
    union all
    select * from review_pair
)

select
    inferred_pair.person_id as mentor_person_id,
    inferred_pair.mentee_person_id as newcomer_person_id,
    inferred_pair.rule_id,
    min(cast(inferred_pair.started_at as date)) as started_on
from inferred_pair
left join core._pairing_explicit as explicit_pairing
    on
        inferred_pair.person_id = explicit_pairing.mentor_person_id
        and inferred_pair.mentee_person_id = explicit_pairing.newcomer_person_id
where explicit_pairing.mentor_person_id is null
group by
    inferred_pair.person_id,
    inferred_pair.mentee_person_id,
    inferred_pair.rule_id
