-- doc: One row is one peer note about one person, and whether it counts as independent.
-- grain: claim_id
with limits as (
    select
        max(value) filter (where name = 'notes_of_a_pair') as most,
        max(value) filter (where name = 'mutual_notes') as mutual,
        max(value) filter (where name = 'review_window_weeks') * 7 * 86400 as window_seconds
    from rules.limits__thresholds
),

note as (
    select
        claim_text.claim_id,
        author.person_id as author_person_id,
        subject.person_id,
        claim_text.kind,
        claim_text.object_id,
        claim_text.ended_on as noted_on,
        claim_text.relation,
        claim_text.is_verified,
        cast(epoch(claim_text.ended_on) - epoch(date '2000-01-03') as bigint)
        // limits.window_seconds as window_number
    from core._claim_text as claim_text
    cross join limits
    inner join core._address as author on claim_text.author_email = author.email
    inner join core._address as subject on claim_text.about_email = subject.email
    where claim_text.claim_type = 'peer' and author.person_id <> subject.person_id
),

numbered_note as (
    select
        *,
        row_number() over (
            partition by author_person_id, person_id, window_number
            order by noted_on, claim_id
        ) as place
    from note
),

note_count as (
    select
        author_person_id,
        person_id,
        window_number,
        count(*) as notes
    from note
    group by
        author_person_id,
        person_id,
        window_number
),

mutual_pair as (
    select
        note_count.author_person_id,
        note_count.person_id,
        note_count.window_number
    from note_count
    inner join note_count as returned_count
        on
            note_count.author_person_id = returned_count.person_id
            and note_count.person_id = returned_count.author_person_id
            and note_count.window_number = returned_count.window_number
    cross join limits
    where note_count.notes >= limits.mutual and returned_count.notes >= limits.mutual
),

manager_pair as (
    select
        person_id,
        manager_person_id as other_person_id
    from core._manager
    union
    select
        manager_person_id as person_id,
        person_id as other_person_id
    from core._manager
)

select
    numbered_note.claim_id,
    numbered_note.author_person_id,
    numbered_note.person_id,
    numbered_note.kind,
    numbered_note.object_id,
    numbered_note.noted_on,
    numbered_note.relation,
    numbered_note.place > limits.most as is_capped,
    mutual_pair.person_id is not null as is_mutual,
    manager_pair.person_id is null and numbered_note.is_verified as is_independent
from numbered_note
cross join limits
left join mutual_pair
    on
        numbered_note.author_person_id = mutual_pair.author_person_id
        and numbered_note.person_id = mutual_pair.person_id
        and numbered_note.window_number = mutual_pair.window_number
left join manager_pair
    on
        numbered_note.person_id = manager_pair.person_id
        and numbered_note.author_person_id = manager_pair.other_person_id
