-- doc: One row is one meeting of teams, each eighth week, with the only one of a team who comes.
-- grain: person_id, kind, object_id, event_id
with limits as (
    select value as weeks
    from rules.limits__thresholds
    where name = 'liaison_weeks'
),

attended as (
    select
        event.event_id,
        event.person_id,
        event.container,
        event.occurred_at,
        event.url,
        meeting.series_id,
        date_trunc('week', event.occurred_at) as week,
        team_member.team
    from core._person_event as event
    inner join core._meeting as meeting on event.object_id = meeting.object_id
    left join core._team_member as team_member
        on
            event.person_id = team_member.person_id
            and cast(event.occurred_at as date) >= team_member.valid_from
            and cast(event.occurred_at as date) <= team_member.valid_to
    where
        event.kind = 'google.meeting.attended'
        and meeting.is_recurring
        and not meeting.is_private
),

-- Two who meet alone are no meeting of teams.
team_in_series as (
    select
        series_id,
        team,
        count(distinct person_id) as people,
        count(team) over (partition by series_id) as teams,
        sum(count(distinct person_id)) over (partition by series_id) as all_people
    from attended
    group by
        series_id,
        team
),

counted as (
    select
        attended.*,
        dense_rank() over (
            partition by attended.person_id, attended.series_id
            order by attended.week
        ) as week_number,
        row_number() over (
            partition by attended.person_id, attended.series_id, attended.week
            order by attended.occurred_at, attended.event_id
        ) as place
    from attended
    inner join team_in_series
        on attended.series_id = team_in_series.series_id and attended.team = team_in_series.team
    where
        team_in_series.people = 1
        and team_in_series.teams >= 2
        and team_in_series.all_people >= 3
)

-- A contact is kept up once in so many weeks; to attend is no work of its own.
select distinct
    counted.person_id,
    'relationship.liaison' as kind,
    'meeting' as object_type,
    'google:series:' || counted.series_id as object_id,
    counted.container,
    '' as bucket,
    counted.event_id,
    counted.occurred_at,
    counted.url,
    'I' as evidence_level,
    'only_one_of_the_team' as rule_id
from counted
inner join core._team_member as colleague
    on
        counted.team = colleague.team
        and counted.person_id <> colleague.person_id
        and cast(counted.occurred_at as date) >= colleague.valid_from
        and cast(counted.occurred_at as date) <= colleague.valid_to
cross join limits
where counted.place = 1 and counted.week_number % limits.weeks = 0
