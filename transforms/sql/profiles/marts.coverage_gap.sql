-- doc: One row is one reason why acts of one source do not count, or count in doubt, and how many.
-- grain: source, reason, stream
with gap as (
    select
        source,
        'author or opener not known' as reason,
        stream
    from core._undecided_act
    union all
    select
        'github' as source,
        'kind of event not known' as reason,
        'issue_event' as stream
    from staging.github__issue_event as issue_event
    left join rules.credit__triage_events as triage_event
        on issue_event.event = triage_event.event
    left join rules.credit__other_issue_events as other_event
        on issue_event.event = other_event.event
    where triage_event.event is null and other_event.event is null
    union all
    select
        'roster' as source,
        'row refused' as reason,
        table_name as stream
    from staging.roster__rejection
    union all
    select
        'claims' as source,
        'row refused' as reason,
        table_name as stream
    from staging.claims__rejection
    union all
    select
        'git' as source,
        'no usable date' as reason,
        'commit' as stream
    from staging.git__commit as git_commit
    left join core._dated_commit as dated_commit on git_commit.sha = dated_commit.sha
    where git_commit.is_reachable and dated_commit.sha is null
    union all
    select
        'git' as source,
        'dated a day before its parent' as reason,
        'commit' as stream
    from core._backdated_commit
    union all
    select
        event.source,
        'done by a machine in the name of a person' as reason,
        '' as stream
    from core._machine_event as machine_event
    inner join core.event as event on machine_event.event_id = event.event_id
    inner join core.account as account
        on event.account_id = account.account_id and account.account_type <> 'bot'
    union all
    select
        source,
        case
            when bool_or(is_somebody) then 'scribe not known' else 'scribe line not understood'
        end as reason,
        stream
    from core._minutes_scribe
    where is_current
    group by
        object_id,
        source,
        stream,
        line_number
    having not bool_or(person_id is not null or is_machine)
),

refusal as (
    select
        ledger.source,
        ledger.stream,
        sum(ledger.quarantined_count) as acts
    from ops.page_ledger as ledger
    inner join ops.configured as configured
        on
            ledger.source = configured.source
            and ledger.stream = configured.stream
            and ledger.scope = configured.scope
    where ledger.quarantined_count > 0
    group by
        ledger.source,
        ledger.stream
)

select
    source,
    reason,
    stream,
    count(*) as acts
from gap
group by
    source,
    reason,
    stream
union all
select
    source,
    'record refused' as reason,
    stream,
    cast(acts as bigint) as acts
from refusal
union all
-- What was archived, moved, restricted or deleted since holds work that was done.
select
    unseen.source,
    'no longer visible to the reader' as reason,
    unseen.stream,
    cast(sum(unseen.row_count) as bigint) as acts
from ops.unseen as unseen
inner join ops.configured as configured
    on
        unseen.source = configured.source
        and unseen.stream = configured.stream
        and unseen.scope = configured.scope
group by
    unseen.source,
    unseen.stream
