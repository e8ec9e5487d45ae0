-- doc: One row is one self-report or peer note, dated by the work that it describes.
-- grain: event_id
-- kind: view
select
    claim_id as event_id,
    'claims' as source,
    case when claim_type = 'self' then 'claims.self_report' else 'claims.peer_note' end as kind,
    cast(ended_on as timestamptz) as occurred_at,
    cast(null as varchar) as account_id,
    'claim' as object_type,
    coalesce(object_id, claim_id) as object_id,
    'claims' as container,
    cast(null as varchar) as detail,
    url
from core._claim_text
