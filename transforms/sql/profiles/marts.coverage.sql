-- doc: One row is one configured stream of one scope of one source, and how far it is covered.
-- grain: source, stream, scope
-- A stream that the configuration leaves out is one row.
with scope_attempt as (
    select
        attempt.source,
        attempt.stream,
        attempt.scope,
        max(attempt.covered_until) as covered_until,
        max_by(attempt.status, attempt.run) as last_status,
        -- A complete attempt has no code, and the newest code is of an earlier one.
        case
            when max_by(attempt.status, attempt.run) = 'failed'
                then max_by(attempt.code, attempt.run)
        end as last_code,
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

refusal_count as (
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
),

-- Lines of a commit are unknown where the clone lacks a file that it changed.
incomplete_commit_count as (
    select
        repository as scope,
        count(*) as incomplete_count
    from staging.git__commit
    where lines_added is null and is_reachable
    group by repository
)

select
    scope_attempt.source,
    scope_attempt.stream,
    scope_attempt.scope,
    case
        when scope_attempt.covered_until is null then 'not covered'
        when scope_attempt.last_status = 'complete' then 'covered'
        else 'covered until the last complete pull'
    end as status,
    scope_attempt.covered_until,
    scope_attempt.last_code as gap_code,
    scope_attempt.last_attempt_at,
    cast(coalesce(refusal_count.quarantined_count, 0) as bigint) as quarantined_count,
    coalesce(incomplete_commit_count.incomplete_count, 0) as incomplete_count
from scope_attempt
left join refusal_count
    on
        scope_attempt.source = refusal_count.source
        and scope_attempt.stream = refusal_count.stream
        and scope_attempt.scope = refusal_count.scope
left join incomplete_commit_count
    on
        scope_attempt.source = 'git'
        and scope_attempt.stream = 'commit'
        and scope_attempt.scope = incomplete_commit_count.scope
union all
select
    source,
    stream,
    'every scope' as scope,
    'not read' as status,
    null as covered_until,
    null as gap_code,
    null as last_attempt_at,
    0 as quarantined_count,
    0 as incomplete_count
from ops.unread
