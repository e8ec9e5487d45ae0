-- doc: One row is one peer note about one person, and whether it may count as a witness's.
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
        text.claim_id,
        author.person_id as author_person_id,
        about.person_id,
        text.kind,
        text.object_id,
        text.ended_on as noted_on,
        text.relation,
        text.is_verified,
        cast(epoch(text.ended_on) - epoch(date '2000-01-03') as bigint)
        // limits.window_seconds as season
    from core._claim_text as text
    cross join limits
    inner join core._address as author on text.author_email = author.email
    inner join core._address as about on text.about_email = about.email
    where text.claim_type = 'peer' and author.person_id <> about.person_id
),

ordered as (
    select
        *,
        row_number() over (
            partition by author_person_id, person_id, season
            order by noted_on, claim_id
        ) as place
    from note
),

given as (
    select
        author_person_id,
        person_id,
        season,
        count(*) as notes
    from note
    group by
        author_person_id,
        person_id,
        season
),

mutual as (
    select
        one.author_person_id,
        one.person_id,
        one.season
    from given as one
    inner join given as other
        on
            one.author_person_id = other.person_id
            and one.person_id = other.author_person_id
            and one.season = other.season
    cross join limits
    where one.notes >= limits.mutual and other.notes >= limits.mutual
),

near as (
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
    ordered.claim_id,
    ordered.author_person_id,
    ordered.person_id,
    ordered.kind,
    ordered.object_id,
    ordered.noted_on,
    ordered.relation,
    ordered.place > limits.most as is_capped,
    mutual.person_id is not null as is_mutual,
    near.person_id is null and ordered.is_verified as is_independent
from ordered
cross join limits
left join mutual
    on
        ordered.author_person_id = mutual.author_person_id
        and ordered.person_id = mutual.person_id
        and ordered.season = mutual.season
left join near
    on ordered.person_id = near.person_id and ordered.author_person_id = near.other_person_id
