-- doc: One row is one human: from the roster when there is one, else from linked accounts.
-- grain: person_id
with roster as (
    select
        person_id,
        max_by(name, (valid_from, name)) as display_name
    from core._employment
    group by person_id
),

linked as (
    select
        link.person_id,
        min(greatest(account.first_seen_at, cast(link.valid_from as timestamptz)))
            as first_seen_at,
        min_by(
            account.display_name,
            (
                -- A handle that somebody else has now bears the name of its new holder.
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
    coalesce(roster.person_id, linked.person_id) as person_id,
    coalesce(roster.display_name, linked.display_name, 'unnamed') as display_name,
    roster.person_id is not null as is_in_roster,
    linked.first_seen_at
from roster
full outer join linked on roster.person_id = linked.person_id
