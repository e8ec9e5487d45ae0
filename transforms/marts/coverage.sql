-- doc: One row is one stream of one scope of one source and how far it is covered; a gap is a gap.
-- grain: source, stream, scope
with attempt as (
    select
        source,
        stream,
        scope,
        max(covered_until) as covered_until,
        max_by(status, run) as last_status,
        max_by(code, run) as last_code,
        max(ended_at) as last_attempt_at
    from ops.attempt
    group by
        source,
        stream,
        scope
),

refused as (
    select
        source,
        stream,
        scope,
        sum(quarantined_count) as quarantined_count
    from ops.page_ledger
    group by
        source,
        stream,
        scope
)

select
    attempt.source,
    attempt.stream,
    attempt.scope,
    case
        when attempt.covered_until is null then 'not covered'
        when attempt.last_status = 'complete' then 'covered'
        else 'covered until the last complete pull'
    end as status,
    attempt.covered_until,
    attempt.last_code as gap_code,
    attempt.last_attempt_at,
    cast(coalesce(refused.quarantined_count, 0) as bigint) as quarantined_count
from attempt
left join refused
    on
        attempt.source = refused.source
        and attempt.stream = refused.stream
        and attempt.scope = refused.scope
