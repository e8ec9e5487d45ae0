with keyed_claim as (
    select
        claim.*,
        text.about_email,
        text.object_ref,
        coalesce(claim.author_person_id, text.author_email) as author_key,
        coalesce(claim.person_id, text.about_email) as about_key
    from core.claim as claim
    inner join core._claim_text as text on claim.claim_id = text.claim_id
)

select
    claim_id,
    claim_type,
    author_key = $1 as is_author,
    case when claim_type = 'peer' and author_key = $1 then about_email end as about,
    kind,
    object_ref as object,
    started_on,
    ended_on,
    state,
    author_person_id is null as is_author_unknown,
    person_id is null as is_about_unknown
from keyed_claim
where $1 in (author_key, about_key)
order by ended_on, claim_id
