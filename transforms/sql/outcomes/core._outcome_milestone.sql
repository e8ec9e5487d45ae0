-- doc: One row is one act of guidance in a pairing before the newcomer's milestone was reached.
-- grain: object_id, party, event_id
with place as (
    select value
    from rules.outcome__limits
    where name = 'milestone'
),

done as (
    select distinct
        party as person_id,
        'change' as done_type,
        object_id,
        ended_at
    from core._outcome_change
    where role = 'author' and is_known
    union all
    select
        resolution.person_id,
        'ticket' as done_type,
        ticket.object_id,
        resolution.resolved_at as ended_at
    from core._ticket_resolution as resolution
    inner join core._ticket as ticket on resolution.ticket_id = ticket.ticket_id
    where ticket.is_work and resolution.person_id is not null
),

paired as (
    select distinct
        mentor_person_id,
        newcomer_person_id
    from core.pairing
),

newcomer as (
    select distinct newcomer_person_id as person_id
    from paired
),

numbered as (
    select
        done.person_id,
        done.ended_at,
        row_number() over (
            partition by done.person_id, done.done_type
            order by done.ended_at, done.object_id
        ) as place
    from done
    inner join newcomer on done.person_id = newcomer.person_id
    inner join core._newcomer as joined
        on done.person_id = joined.person_id and cast(done.ended_at as date) >= joined.joined_on
),

-- Changes and tickets are two ways to one milestone: the first of them reaches it.
reached as (
    select
        numbered.person_id,
        min(numbered.ended_at) as ended_at
    from numbered
    inner join place on numbered.place = place.value
    group by numbered.person_id
)

select
    'milestone:' || reached.person_id as object_id,
    guidance.person_id as party,
    true as is_known,
    'mentor' as role,
    guidance.event_id,
    guidance.occurred_at as contributed_at,
    reached.ended_at
from core._guidance as guidance
inner join paired
    on
        guidance.person_id = paired.mentor_person_id
        and guidance.mentee_person_id = paired.newcomer_person_id
inner join reached
    on
        guidance.mentee_person_id = reached.person_id
        and guidance.occurred_at <= reached.ended_at
