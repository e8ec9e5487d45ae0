-- doc: One row is one act of guidance in a pairing before the newcomer's milestone was reached.
-- grain: object_id, contributor, event_id
with milestone_limit as (
    select value
    from rules.outcome__limits
    where name = 'milestone'
),

finished_item as (
    select distinct
        contributor as person_id,
        'change' as item_type,
        object_id,
        ended_at
    from core._outcome_change
    where role = 'author' and is_known
    union all
    select
        worker.person_id,
        'ticket' as item_type,
        ticket.object_id,
        worker.resolved_at as ended_at
    from core._ticket_worker as worker
    inner join core._ticket as ticket on worker.ticket_id = ticket.ticket_id
    where ticket.is_work
),

person_pair as (
    select distinct
        mentor_person_id,
        newcomer_person_id
    from core.pairing
),

newcomer as (
    select distinct newcomer_person_id as person_id
    from person_pair
),

numbered_item as (
    select
        finished_item.person_id,
        finished_item.ended_at,
        row_number() over (
            partition by finished_item.person_id, finished_item.item_type
            order by finished_item.ended_at, finished_item.object_id
        ) as place
    from finished_item
    inner join newcomer on finished_item.person_id = newcomer.person_id
    inner join core._newcomer as newcomer_start
        on
            finished_item.person_id = newcomer_start.person_id
            and cast(finished_item.ended_at as date) >= newcomer_start.joined_on
),

-- Changes and tickets are two ways to one milestone: whichever is first reaches it.
milestone as (
    select
        numbered_item.person_id,
        min(numbered_item.ended_at) as ended_at
    from numbered_item
    inner join milestone_limit on numbered_item.place = milestone_limit.value
    group by numbered_item.person_id
)

select
    'milestone:' || milestone.person_id as object_id,
    guidance.person_id as contributor,
    true as is_known,
    'mentor' as role,
    guidance.event_id,
    guidance.occurred_at as contributed_at,
    milestone.ended_at
from core._guidance as guidance
inner join person_pair
    on
        guidance.person_id = person_pair.mentor_person_id
        and guidance.mentee_person_id = person_pair.newcomer_person_id
inner join milestone
    on
        guidance.mentee_person_id = milestone.person_id
        and guidance.occurred_at <= milestone.ended_at
