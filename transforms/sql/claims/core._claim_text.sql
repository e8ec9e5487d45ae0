-- doc: One row is one self-report or peer note as it was handed in, and the object that it names.
-- grain: claim_id
with handed_in as (
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

place as (
    select
        claim_id,
        lower(regexp_replace(object_ref, '[?#].*$', '')) as address,
        regexp_extract(object_ref, '/pages/([0-9]+)', 1) as page_id,
        regexp_extract(object_ref, '/d/([A-Za-z0-9_-]{10,})', 1) as file_id,
        regexp_extract(object_ref, '/incidents/([A-Za-z0-9]+)', 1) as incident_id,
        upper(regexp_extract(object_ref, '(^|/)([A-Za-z][A-Za-z0-9]+-[0-9]+)$', 2)) as issue_key
    from handed_in
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

known as (
    select
        place.claim_id,
        'confluence:' || page.page_id as object_id,
        page.url
    from place
    inner join history.confluence__page as page on place.page_id = page.page_id
    union all
    select
        place.claim_id,
        'google:' || file.file_id as object_id,
        file.url
    from place
    inner join staging.google__file as file on place.file_id = file.file_id
    union all
    select
        place.claim_id,
        'pagerduty:' || incident.incident_id as object_id,
        incident.url
    from place
    inner join staging.pagerduty__incident as incident on place.incident_id = incident.incident_id
    union all
    select
        place.claim_id,
        'jira:' || issue.issue_id as object_id,
        issue.url
    from place
    inner join history.jira__issue as issue on place.issue_key = issue.key
    union all
    select
        place.claim_id,
        'github:' || issue.repository_id || '#' || issue.number as object_id,
        issue.url
    from place
    inner join github_object as issue on place.address = lower(issue.url)
)

select
    handed_in.claim_id,
    min(handed_in.claim_type) as claim_type,
    min(handed_in.author_email) as author_email,
    min(handed_in.about_email) as about_email,
    bool_and(handed_in.is_verified) as is_verified,
    min(handed_in.kind) as kind,
    min(handed_in.started_on) as started_on,
    min(handed_in.ended_on) as ended_on,
    min(handed_in.minutes_low) as minutes_low,
    min(handed_in.minutes_high) as minutes_high,
    min(handed_in.share) as share,
    min(handed_in.beneficiary_email) as beneficiary_email,
    min(handed_in.relation) as relation,
    bool_or(handed_in.is_private) as is_private,
    min(handed_in.submitted_at) as submitted_at,
    case when count(distinct known.object_id) = 1 then min(known.object_id) end as object_id,
    case when count(distinct known.object_id) = 1 then min(known.url) end as url,
    bool_or(handed_in.object_ref is not null) as names_object
from handed_in
left join known on handed_in.claim_id = known.claim_id
group by handed_in.claim_id
