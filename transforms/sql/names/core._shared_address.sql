-- doc: One row is one address of git that several people use, such as a relay or a list.
-- grain: email
with limits as (
    select value as names
    from rules.identity__limits
    where name = 'names_of_an_address'
),

-- A relay puts its own name behind that of who used it.
full_name as (
    select distinct
        account_name.account_id,
        regexp_replace(plain_name.plain_name, ' via .*$', '') as plain_name
    from core._name_of_account as account_name
    inner join core._plain_name as plain_name on account_name.name = plain_name.name
    where account_name.account_id like 'git:%' and plain_name.plain_name like '% %'
),

named_account as (
    select
        account_id,
        count(*) as names
    from full_name
    group by account_id
    having count(*) >= (select names from limits)
),

-- Spellings of one person's name have a word in common; names of several people have none.
name_word as (
    select
        name_part.account_id,
        name_part.word,
        count(*) as names
    from (
        select
            full_name.account_id,
            full_name.plain_name,
            unnest(list_distinct(string_split(full_name.plain_name, ' '))) as word
        from full_name
        inner join named_account on full_name.account_id = named_account.account_id
    ) as name_part
    group by
        name_part.account_id,
        name_part.word
)

select substr(named_account.account_id, length('git:') + 1) as email
from named_account
inner join name_word on named_account.account_id = name_word.account_id
group by
    named_account.account_id,
    named_account.names
having max(name_word.names) * 2 < named_account.names
union
select email
from core._address_use
where mapped_email <> email
group by email
having count(distinct mapped_email) > 1
