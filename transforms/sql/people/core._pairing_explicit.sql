-- doc: One row is one pairing of a newcomer with somebody, as a record of it names the two.
-- grain: mentor_person_id, newcomer_person_id, rule_id, started_on
with told as (
    select
        mentor.person_id as mentor_person_id,
        newcomer.person_id as newcomer_person_id,
        'pairing_list' as rule_id,
        listed.start_date as started_on,
        listed.end_date as ended_on,
        cast(null as varchar) as url
    from staging.roster__pairing as listed
    inner join core._address as mentor on lower(listed.buddy_email) = mentor.email
    inner join core._address as newcomer on lower(listed.newcomer_email) = newcomer.email
    where listed.role <> 'manager'
    union all
    select
        mentor.person_id as mentor_person_id,
        newcomer.person_id as newcomer_person_id,
        'directory_buddy' as rule_id,
        cast(null as date) as started_on,
        cast(null as date) as ended_on,
        cast(null as varchar) as url
    from (
        select
            user_id,
            lower(unnest(buddy_emails)) as buddy_email
        from staging.google__user
    ) as listed
    inner join core._address as mentor on listed.buddy_email = mentor.email
    inner join core._person_account as newcomer on 'google:' || listed.user_id = newcomer.account_id
    union all
    select
        mentor.person_id as mentor_person_id,
        newcomer.person_id as newcomer_person_id,
        'ticket_' || ticket.rule_id as rule_id,
        ticket.start_on as started_on,
        cast(null as date) as ended_on,
        ticket.url
    from staging.jira__pairing as ticket
    inner join staging.jira__issue as issue on ticket.issue_id = issue.issue_id
    inner join core._person_account as mentor on 'jira:' || ticket.buddy_id = mentor.account_id
    inner join core._person_account as newcomer
        on 'jira:' || ticket.newcomer_id = newcomer.account_id
    union all
    select
        mentor.person_id as mentor_person_id,
        newcomer.person_id as newcomer_person_id,
        'table_' || listed.role as rule_id,
        listed.started_on,
        cast(null as date) as ended_on,
        cast(null as varchar) as url
    from staging.git__pairing as listed
    inner join core._name as mentor on listed.lead_hash = mentor.name_hash
    inner join core._name as newcomer on listed.shadow_hash = newcomer.name_hash
)

select
    told.mentor_person_id,
    told.newcomer_person_id,
    told.rule_id,
    coalesce(told.started_on, newcomer.joined_on, date '1900-01-01') as started_on,
    max(told.ended_on) as ended_on,
    min(told.url) as url
from told
left join core._newcomer as newcomer on told.newcomer_person_id = newcomer.person_id
where told.mentor_person_id <> told.newcomer_person_id
group by
    told.mentor_person_id,
    told.newcomer_person_id,
    told.rule_id,
    coalesce(told.started_on, newcomer.joined_on, date '1900-01-01')
