-- doc: One row is one configured stream of one scope of one source, and how far it is covered.
-- grain: source, stream, scope
with attempt as (
    select
        attempt.source,
        attempt.stream,
        attempt.scope,
        max(attempt.covered_until) as covered_until,
        max_by(attempt.status, attempt.run) as last_status,
        max_by(attempt.code, attempt.run) as last_code,
        max(attempt.ended_at) as last_attempt_at
    from ops.attempt as attempt
    inner join ops.configured as configured
        on
            attempt.source = configured.source
            and attempt.stream = configured.stream
            and attempt.scope = configured.scope
    group by
        attempt.source,
        attempt.stream,
        attempt.scope
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
