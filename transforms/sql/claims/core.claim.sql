-- doc: One row is one self-report or peer note about one person, and what corroborates it.
-- grain: claim_id
-- references: person_id -> core.person.person_id
with limits as (
    select
        max(value) filter (where name = 'claim_days') as days,
        max(value) filter (where name = 'late_days') as late_days,
        max(value) filter (where name = 'witnesses') as witnesses,
        max(value) filter (where name = 'working_day_minutes') as working_day
    from rules.limits__thresholds
),

subject_claim as (
    select
        claim_text.*,
        author.person_id as author_person_id,
        subject.person_id
    from core._claim_text as claim_text
    left join core._address as author on claim_text.author_email = author.email
    left join core._address as subject on claim_text.about_email = subject.email
),

claim_trace as (
    select
        subject_claim.claim_id,
        count(*) filter (
            where cast(event.occurred_at as date)
            between subject_claim.started_on - cast(limits.days as integer)
            and subject_claim.ended_on + cast(limits.days as integer)
        ) as near_events,
        count(*) as events
    from subject_claim
    cross join limits
    inner join core._person_event as event
        on subject_claim.object_id = event.object_id and subject_claim.person_id = event.person_id
    group by subject_claim.claim_id
),

current_employment as (
    select
        person_id,
        team,
        least(coalesce(valid_to, date '9999-12-31'), cast($as_of as date)) as last_day
    from core._employment
    where valid_from <= cast($as_of as date)
),

last_employment as (
    select
        person_id,
        max(last_day) as last_day
    from current_employment
    group by person_id
),

-- Whoever has two jobs at once is a colleague in both teams.
person_team as (
    select distinct
        employment.person_id,
        employment.team
    from current_employment as employment
    inner join last_employment
        on
            employment.person_id = last_employment.person_id
            and employment.last_day = last_employment.last_day
    where employment.team is not null
),

witness_team as (
    select
        witness.claim_id,
        witness.author_person_id,
        bool_and(author_team.team <> claimant_team.team) as is_other
    from core._claim_witness as witness
    inner join subject_claim on witness.claim_id = subject_claim.claim_id
    inner join person_team as author_team on witness.author_person_id = author_team.person_id
    inner join person_team as claimant_team on subject_claim.person_id = claimant_team.person_id
    group by
        witness.claim_id,
        witness.author_person_id
),

witness_total as (
    select
        witness.claim_id,
        count(distinct witness.author_person_id) as witnesses,
        count(distinct witness.author_person_id) filter (
            where witness.is_independent and not witness.is_mutual
        ) as independent,
        bool_or(witness.is_beneficiary and not witness.is_mutual) as has_beneficiary,
        bool_or(coalesce(witness_team.is_other, false)) as has_other_team
    from core._claim_witness as witness
    inner join subject_claim on witness.claim_id = subject_claim.claim_id
    left join witness_team
        on
            witness.claim_id = witness_team.claim_id
            and witness.author_person_id = witness_team.author_person_id
    group by witness.claim_id
),

claimed_share as (
    select
        claim_id,
        round(
            share
            / greatest(
                cast(1 as double),
                sum(cast(share as decimal(18, 9))) over (partition by object_id)
            ),
            4
        ) as share_scaled
    from subject_claim
    where share is not null and object_id is not null
),

assessed_claim as (
    select
        subject_claim.*,
        claimed_share.share_scaled,
        coalesce(witness_total.witnesses, 0) as witness_count,
        coalesce(claim_trace.near_events, 0) > 0 as is_traced,
        (
            coalesce(witness_total.has_beneficiary, false)
            or coalesce(witness_total.independent, 0) >= limits.witnesses
        )
        and (
            subject_claim.kind not like 'mentoring.%'
            or coalesce(witness_total.has_other_team, false)
        )
            as is_witnessed,
        authored_kind.kind is not null
        and subject_claim.object_id is not null
        and coalesce(claim_trace.events, 0) = 0 as is_contradicted,
        cast(subject_claim.submitted_at as date)
        > subject_claim.ended_on + cast(limits.late_days as integer) as is_late,
        cast(epoch(subject_claim.ended_on) - epoch(subject_claim.started_on) as bigint)
        // 86400
        + 1 as days,
        limits.working_day,
        kind.kind is not null as is_kind_known,
        coalesce(note.is_capped, false) as is_capped
    from subject_claim
    cross join limits
    left join claim_trace on subject_claim.claim_id = claim_trace.claim_id
    left join witness_total on subject_claim.claim_id = witness_total.claim_id
    left join claimed_share on subject_claim.claim_id = claimed_share.claim_id
    left join core._peer_note as note on subject_claim.claim_id = note.claim_id
    left join rules.kinds__kinds as kind on subject_claim.kind = kind.kind
    left join rules.claims__authored_kinds as authored_kind
        on subject_claim.kind = authored_kind.kind
)

select
    claim_id,
    claim_type,
    author_person_id,
    person_id,
    is_verified,
    kind,
    coalesce(object_id, claim_id) as object_id,
    started_on,
    ended_on,
    submitted_at,
    -- A report counts for one working day a day at most (EVI-4).
    case when minutes_low is not null then least(minutes_low, working_day * days) end
        as minutes_low,
    case when minutes_high is not null then least(minutes_high, working_day * days) end
        as minutes_high,
    share,
    share_scaled,
    witness_count,
    is_traced,
    is_witnessed,
    is_late,
    case
        when person_id is null or (claim_type = 'peer' and author_person_id is null)
            then 'unresolved'
        when claim_type = 'peer' and author_person_id = person_id then 'own_note'
        when not is_kind_known then 'unknown_kind'
        when names_object and object_id is null then 'unknown_object'
        when is_private then 'private'
        when is_capped then 'capped'
        when is_contradicted then 'contradicted'
        when is_traced then 'traced'
        when is_late then 'late'
        when is_witnessed then 'witnessed'
        else 'alone'
    end as state
from assessed_claim
