-- doc: One row is one pairing of a newcomer with somebody, as a record of it names the two.
-- grain: mentor_person_id, newcomer_person_id, rule_id, started_on
with recorded_pairing as (
    select
        mentor.person_id as mentor_person_id,
        newcomer.person_id as newcomer_person_id,
        'pairing_list' as rule_id,
        entry.start_date as started_on,
        entry.end_date as ended_on,
        cast(null as varchar) as url
    from staging.roster__pairing as entry
    inner join core._address as mentor on lower(entry.buddy_email) = mentor.email
    inner join core._address as newcomer on lower(entry.newcomer_email) = newcomer.email
    where entry.role <> 'manager'
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
    ) as entry
    inner join core._address as mentor on entry.buddy_email = mentor.email
    inner join core._person_account as newcomer on 'google:' || entry.user_id = newcomer.account_id
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
        mentor_person_id,
        newcomer_person_id,
        'table_' || role as rule_id,
        started_on,
        ended_on,
        url
    from core._pairing_table
)

select
    recorded_pairing.mentor_person_id,
    recorded_pairing.newcomer_person_id,
    recorded_pairing.rule_id,
    coalesce(recorded_pairing.started_on, newcomer.joined_on, date '1900-01-01') as started_on,
    max(recorded_pairing.ended_on) as ended_on,
    min(recorded_pairing.url) as url
from recorded_pairing
left join core._newcomer as newcomer on recorded_pairing.newcomer_person_id = newcomer.person_id
where recorded_pairing.mentor_person_id <> recorded_pairing.newcomer_person_id
group by
    recorded_pairing.mentor_person_id,
    recorded_pairing.newcomer_person_id,
    recorded_pairing.rule_id,
    coalesce(recorded_pairing.started_on, newcomer.joined_on, date '1900-01-01')
