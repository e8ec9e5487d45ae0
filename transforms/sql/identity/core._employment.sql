-- doc: One row is one period of one job of one person according to the roster.
-- grain: person_id, valid_from, job
-- kind: view
with ordered_employment as (
    select
        *,
        lead(valid_from) over (
            partition by roster_id, coalesce(job, 0)
            order by valid_from
        ) as next_from
    from staging.roster__employment
)

select
    roster_person.person_id,
    employment.name,
    employment.email,
    employment.other_emails,
    employment.team,
    employment.role_family,
    employment.level,
    employment.fte,
    employment.start_date,
    employment.end_date,
    employment.valid_from,
    -- A later row ends this one, whether or not the roster says so.
    case
        when employment.next_from <= coalesce(employment.valid_to, date '9999-12-31')
            then employment.next_from - 1
        else employment.valid_to
    end as valid_to,
    coalesce(employment.job, 0) as job,
    employment.observed_at
from ordered_employment as employment
inner join core._roster_id as roster_person on employment.roster_id = roster_person.roster_id
