-- doc: One row is one cross-team meeting, each eighth week, of a team's only attendee.
-- grain: person_id, kind, object_id, event_id
with limits as (
    select value as weeks
    from rules.limits__thresholds
    where name = 'liaison_weeks'
),

attendance as (
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

-- Two people alone are not a meeting of teams.
series as (
    select
        series_id,
        count(distinct team) as teams,
        count(distinct person_id) as people
    from attendance
    group by series_id
),

series_team as (
    select
        series_id,
        team,
        count(distinct person_id) as people
    from attendance
    group by
        series_id,
        team
),

-- Whoever has two jobs is in two teams, and the only one of each of them or of none.
series_person as (
    select
        attendance.series_id,
        attendance.person_id,
        count(distinct attendance.team) as teams,
        max(series_team.people) as most_people
    from attendance
    inner join series_team
        on attendance.series_id = series_team.series_id and attendance.team = series_team.team
    group by
        attendance.series_id,
        attendance.person_id
),

liaison_meeting as (
    select
        attendance.*,
        dense_rank() over (
            partition by attendance.person_id, attendance.series_id
            order by attendance.week
        ) as week_number,
        row_number() over (
            partition by attendance.person_id, attendance.series_id, attendance.week
            order by attendance.occurred_at, attendance.event_id
        ) as place
    from attendance
    inner join series on attendance.series_id = series.series_id
    inner join series_person
        on
            attendance.series_id = series_person.series_id
            and attendance.person_id = series_person.person_id
    where
        attendance.team is not null
        and series_person.most_people = 1
        and series.teams > series_person.teams
        and series.people >= 3
)

-- Keeping a contact up counts once in so many weeks; attending alone is not work.
select distinct
    liaison_meeting.person_id,
    'relationship.liaison' as kind,
    'meeting' as object_type,
    'google:series:' || liaison_meeting.series_id as object_id,
    liaison_meeting.container,
    '' as bucket,
    liaison_meeting.event_id,
    liaison_meeting.occurred_at,
    liaison_meeting.url,
    'I' as evidence_level,
    'only_one_of_the_team' as rule_id
from liaison_meeting
inner join core._team_member as colleague
    on
        liaison_meeting.team = colleague.team
        and liaison_meeting.person_id <> colleague.person_id
        and cast(liaison_meeting.occurred_at as date) >= colleague.valid_from
        and cast(liaison_meeting.occurred_at as date) <= colleague.valid_to
cross join limits
where liaison_meeting.place = 1 and liaison_meeting.week_number % limits.weeks = 0
