-- doc: One row is one word by which one person may be recognized in another tool, and its type.
-- grain: person_key, trait, word
with limits as (
    select value as letters
    from rules.identity__limits
    where name = 'handle_letters'
),

accent as (
    select
        string_agg(accented, '' order by letter) as accented,
        string_agg(repeat(letter, length(accented)), '' order by letter) as plain
    from rules.identity__accents
),

identity as (
    select
        link.person_key,
        account.login,
        account.email
    from core._person_account as link
    inner join core.account as account on link.account_id = account.account_id
    union
    select
        'roster:' || roster_id as person_key,
        cast(null as varchar) as login,
        lower(email) as email
    from staging.roster__employment
    union
    select
        'roster:' || roster_id as person_key,
        cast(null as varchar) as login,
        lower(unnest(other_emails)) as email
    from staging.roster__employment
),

plain_person_name as (
    select
        link.person_key,
        plain_name.plain_name
    from core._person_account as link
    inner join core._name_of_account as account_name on link.account_id = account_name.account_id
    inner join core._plain_name as plain_name on account_name.name = plain_name.name
    union
    select
        'roster:' || employment.roster_id as person_key,
        plain_name.plain_name
    from staging.roster__employment as employment
    inner join core._plain_name as plain_name on employment.name = plain_name.name
),

-- A single word is as often a nickname or a machine as a person's name.
full_name as (
    select
        person_key,
        plain_name,
        split_part(plain_name, ' ', 1) as first_name,
        split_part(plain_name, ' ', -1) as last_name
    from plain_person_name
    where plain_name like '% %'
),

handle as (
    select
        person_key,
        login as handle
    from identity
    union
    select
        person_key,
        regexp_replace(
            regexp_replace(split_part(email, '@', 1), '^[0-9]+[+]', ''), '[+].*$', ''
        ) as handle
    from identity
),

plain_handle as (
    select
        handle.person_key,
        regexp_replace(
            translate(lower(handle.handle), accent.accented, accent.plain),
            '[^\p{L}0-9]',
            '',
            'g'
        ) as word
    from handle
    cross join accent
),

trait as (
    select
        person_key,
        'name' as trait,
        plain_name as word
    from full_name
    union
    select
        person_key,
        'name words' as trait,
        array_to_string(list_sort(string_split(plain_name, ' ')), ' ') as word
    from full_name
    union
    select
        person_key,
        'name ends' as trait,
        first_name || ' ' || last_name as word
    from full_name
    union
    select
        person_key,
        'name part' as trait,
        unnest([first_name, last_name]) as word
    from full_name
    union
    select
        person_key,
        'full handle' as trait,
        unnest([first_name || last_name, last_name || first_name]) as word
    from full_name
    union
    select
        person_key,
        'short handle' as trait,
        unnest(
            [
                first_name || substr(last_name, 1, 1),
                substr(first_name, 1, 1) || last_name,
                last_name || substr(first_name, 1, 1)
            ]
        ) as word
    from full_name
    union
    select
        plain_handle.person_key,
        'handle' as trait,
        plain_handle.word
    from plain_handle
    cross join limits
    left join rules.identity__generic_handles as generic_handle
        on plain_handle.word = generic_handle.name
    where generic_handle.name is null and length(plain_handle.word) >= limits.letters
    union
    select
        identity.person_key,
        'domain' as trait,
        split_part(identity.email, '@', 2) as word
    from identity
    left join rules.identity__public_domains as public_domain
        on split_part(identity.email, '@', 2) = public_domain.name
    where public_domain.name is null and identity.email like '%@%'
)

select
    person_key,
    trait,
    word
from trait
