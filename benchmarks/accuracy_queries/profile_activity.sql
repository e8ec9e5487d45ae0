-- One row is one activity of one published profile, but for claims, which are compared by
-- themselves. A visitor, who belongs to no company, may have a
-- profile of what they did; the truth does not speak of them, so neither does the comparison.
with visitor as (
    select account.person_id
    from pub.marts.account as account
    left join truth
        on
            truth.type = 'account'
            and account.account_id = truth.tool || ':' || truth.account_id
    where account.person_id is not null
    group by account.person_id
    having bool_and(truth.person_id is null and not truth.is_machine)
)

select distinct
    evidence.person_id,
    evidence.kind,
    case
        when evidence.kind = 'triage.backlog_hygiene'
            then 'batch:' || split_part(min(event_id), ':', 1)
        else evidence.object_id
    end as object,
    case
        when evidence.kind = 'triage.backlog_hygiene'
            then cast(cast(min(evidence.occurred_at) as date) as varchar)
        when
            evidence.kind in (
                'documentation.upkeep', 'documentation.runbook', 'documentation.dependency_map',
                'mentoring.coaching_artifact', 'fix.document', 'coordination.release_notes'
            )
            then cast(cast(date_trunc('week', min(evidence.occurred_at)) as date) as varchar)
        when evidence.kind = 'mentoring.buddy'
            then strftime(min(evidence.occurred_at), '%Y-%m')
    end as bucket
from pub.marts.profile_evidence as evidence
left join visitor on evidence.person_id = visitor.person_id
where
    visitor.person_id is null
    and evidence.object_type <> 'claim'
group by
    evidence.activity_id,
    evidence.person_id,
    evidence.kind,
    evidence.object_id
