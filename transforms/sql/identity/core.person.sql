-- doc: One row is one human: from the roster when there is one, else from linked accounts.
-- grain: person_id
with roster_person as (
    select
        person_id,
        -- A name that somebody will have is not theirs yet.
        max_by(name, (valid_from <= cast($as_of as date), valid_from, name)) as display_name
    from core._employment
    group by person_id
),

linked_person as (
    select
        link.person_id,
        min(greatest(account.first_seen_at, cast(link.valid_from as timestamptz)))
            as first_seen_at,
        min_by(
            account.display_name,
            (
                -- A handle that changed hands shows the name of its new owner.
                link.valid_to is not null,
                case when account.source = 'git' then 0 else 1 end,
                case when regexp_matches(account.email, '@users[.]noreply[.]') then 1 else 0 end,
                account.first_seen_at,
                account.account_id
            )
        ) filter (where account.display_name is not null) as display_name
    from core.identity_link as link
    inner join core.account as account on link.account_id = account.account_id
    group by link.person_id
)

select
    coalesce(roster_person.person_id, linked_person.person_id) as person_id,
    coalesce(roster_person.display_name, linked_person.display_name, 'unnamed') as display_name,
    roster_person.person_id is not null as is_in_roster,
    linked_person.first_seen_at
from roster_person
full outer join linked_person on roster_person.person_id = linked_person.person_id
