-- doc: One row is one account that is a machine by its names and addresses, or is like one.
-- grain: account_id
with address as (
    select
        'git:' || email as account_id,
        email
    from core._address_use
    union
    select
        'git:' || mapped_email as account_id,
        mapped_email as email
    from core._address_use
    union
    select
        account_id,
        email
    from core._every_account
    where source <> 'git' and email is not null
),

handle as (
    select
        account_id,
        regexp_replace(
            regexp_replace(split_part(email, '@', 1), '^[0-9]+[+]', ''), '[+].*$', ''
        ) as handle
    from address
    union
    select
        account_id,
        lower(login) as handle
    from core._every_account
    where source <> 'git' and login is not null
),

plain_name as (
    select
        account_id,
        trim(regexp_replace(lower(name), '[^\p{L}0-9]+', ' ', 'g')) as name,
        trim(name) like '% %' as is_full
    from core._name_of_account
),

judged_name as (
    select
        name_word.account_id,
        name_word.name,
        name_word.is_full,
        count(*) > 1 and count(*) = count(machine_word.name) as is_machine
    from (
        select
            account_id,
            name,
            is_full,
            unnest(string_split(name, ' ')) as word
        from plain_name
    ) as name_word
    left join rules.accounts__machine_words as machine_word on name_word.word = machine_word.name
    group by
        name_word.account_id,
        name_word.name,
        name_word.is_full
),

-- Bot is a family name as well: Mihai Bot writes from an address with his own name.
family_name as (
    select distinct
        judged_name.account_id,
        judged_name.name
    from judged_name
    inner join handle on judged_name.account_id = handle.account_id
    where
        regexp_matches(judged_name.name, '^\p{L}+ bot$')
        and contains(handle.handle, split_part(judged_name.name, ' ', 1))
),

name_sign as (
    select
        judged_name.account_id,
        bool_or(judged_name.is_machine or bot_name.name is not null) as is_machine,
        bool_or(
            regexp_matches(judged_name.name, $accounts__suspect_names)
            and family_name.account_id is null
        ) as is_suspect,
        bool_or(
            judged_name.is_full
            and not judged_name.is_machine
            and bot_name.name is null
        ) as is_full,
        bool_or(
            judged_name.is_full
            and not judged_name.is_machine
            and bot_name.name is null
            and (
                not regexp_matches(judged_name.name, $accounts__suspect_names)
                or family_name.account_id is not null
            )
        ) as is_persons
    from judged_name
    left join rules.accounts__bot_names as bot_name on judged_name.name = bot_name.name
    left join family_name
        on
            judged_name.account_id = family_name.account_id
            and judged_name.name = family_name.name
    group by judged_name.account_id
),

handle_sign as (
    select
        account_id,
        bool_or(regexp_matches(handle, $accounts__bot_handles)) as is_machine,
        bool_or(regexp_matches(handle, $accounts__suspect_handles)) as is_suspect
    from handle
    group by account_id
),

-- Root at ip-10-0-3-17 or build07.acme.example is whoever was there; build7.example is a domain.
host_address as (
    select distinct address.account_id
    from (
        select
            account_id,
            split_part(email, '@', -1) as host
        from address
    ) as address
    inner join rules.accounts__build_hosts as build_host
        on
            regexp_replace(split_part(address.host, '.', 1), '-?[0-9][-0-9a-f]*$', '')
            = build_host.name
    where
        regexp_matches(address.host, '^[^.]*[0-9][^.]*([.][^.]+[.].+)?$')
        or regexp_matches(address.host, '^[^.]+([.](\(none\)|internal|lan|local|localdomain))?$')
),

bot_address as (
    select distinct account_id
    from address
    where regexp_matches(email, $accounts__bot_addresses)
),

judged_account as (
    select
        known.account_id,
        bot_address.account_id is not null
        or (
            (coalesce(name_sign.is_machine, false) or coalesce(handle_sign.is_machine, false))
            and not coalesce(name_sign.is_full, false)
        ) as is_machine,
        (
            coalesce(name_sign.is_suspect, false)
            or coalesce(handle_sign.is_suspect, false)
            or host_address.account_id is not null
        )
        and not coalesce(name_sign.is_persons, false) as is_suspect
    from (
        select account_id
        from handle
        union
        select account_id
        from judged_name
    ) as known
    left join name_sign on known.account_id = name_sign.account_id
    left join handle_sign on known.account_id = handle_sign.account_id
    left join host_address on known.account_id = host_address.account_id
    left join bot_address on known.account_id = bot_address.account_id
)

select
    account_id,
    is_machine
from judged_account
where is_machine or is_suspect
