-- doc: One row is one self-report or peer note as submitted, and the object that it names.
-- grain: claim_id
with submission as (
    select
        'claims:' || claim_id as claim_id,
        'self' as claim_type,
        lower(author_email) as author_email,
        lower(author_email) as about_email,
        is_verified,
        kind,
        object_ref,
        started_on,
        ended_on,
        minutes_low,
        minutes_high,
        share,
        lower(beneficiary_email) as beneficiary_email,
        cast(null as varchar) as relation,
        visibility = 'private' as is_private,
        submitted_at
    from staging.claims__self_report
    union all
    select
        'claims:' || note_id as claim_id,
        'peer' as claim_type,
        lower(author_email) as author_email,
        lower(about_email) as about_email,
        is_verified,
        kind,
        object_ref,
        noted_on as started_on,
        noted_on as ended_on,
        cast(null as bigint) as minutes_low,
        cast(null as bigint) as minutes_high,
        cast(null as double) as share,
        cast(null as varchar) as beneficiary_email,
        relation,
        false as is_private,
        submitted_at
    from staging.claims__peer_note
),

object_reference as (
    select
        claim_id,
        lower(regexp_replace(object_ref, '[?#].*$', '')) as address,
        regexp_extract(object_ref, '/pages/([0-9]+)', 1) as page_id,
        regexp_extract(object_ref, '/d/([A-Za-z0-9_-]{10,})', 1) as file_id,
        regexp_extract(object_ref, '/incidents/([A-Za-z0-9]+)', 1) as incident_id,
        upper(regexp_extract(object_ref, '(^|/)([A-Za-z][A-Za-z0-9]+-[0-9]+)$', 2)) as issue_key
    from submission
    where object_ref is not null
),

github_object as (
    select
        repository_id,
        number,
        url
    from history.github__issue
    union
    select
        repository_id,
        number,
        url
    from staging.github__pull
),

object_match as (
    select
        object_reference.claim_id,
        'confluence:' || page.page_id as object_id,
        page.url
    from object_reference
    inner join history.confluence__page as page on object_reference.page_id = page.page_id
    union all
    select
        object_reference.claim_id,
        'google:' || file.file_id as object_id,
        file.url
    from object_reference
    inner join staging.google__file as file on object_reference.file_id = file.file_id
    union all
    select
        object_reference.claim_id,
        'pagerduty:' || incident.incident_id as object_id,
        incident.url
    from object_reference
    inner join staging.pagerduty__incident as incident
        on object_reference.incident_id = incident.incident_id
    union all
    select
        object_reference.claim_id,
        'jira:' || issue.issue_id as object_id,
        issue.url
    from object_reference
    inner join history.jira__issue as issue on object_reference.issue_key = issue.key
    union all
    select
        object_reference.claim_id,
        'github:' || issue.repository_id || '#' || issue.number as object_id,
        issue.url
    from object_reference
    inner join github_object as issue on object_reference.address = lower(issue.url)
)

select
    submission.claim_id,
    min(submission.claim_type) as claim_type,
    min(submission.author_email) as author_email,
    min(submission.about_email) as about_email,
    bool_and(submission.is_verified) as is_verified,
    min(submission.kind) as kind,
    min(submission.started_on) as started_on,
    min(submission.ended_on) as ended_on,
    min(submission.minutes_low) as minutes_low,
    min(submission.minutes_high) as minutes_high,
    min(submission.share) as share,
    min(submission.beneficiary_email) as beneficiary_email,
    min(submission.relation) as relation,
    bool_or(submission.is_private) as is_private,
    min(submission.submitted_at) as submitted_at,
    case when count(distinct object_match.object_id) = 1 then min(object_match.object_id) end
        as object_id,
    case when count(distinct object_match.object_id) = 1 then min(object_match.url) end as url,
    min(submission.object_ref) as object_ref,
    bool_or(submission.object_ref is not null) as names_object
from submission
left join object_match on submission.claim_id = object_match.claim_id
group by submission.claim_id
