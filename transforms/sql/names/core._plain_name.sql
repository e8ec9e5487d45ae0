-- doc: One row is one name as it is written and as it is compared: without case, accents and marks.
-- grain: name
with accent as (
    select
        string_agg(accented, '' order by letter) as accented,
        string_agg(repeat(letter, length(accented)), '' order by letter) as plain
    from rules.identity__accents
),

known_name as (
    select name
    from core._name_of_account
    union
    select name
    from staging.roster__employment
    union
    select name
    from staging.git__person_credit
    where email is null
)

select
    known_name.name,
    trim(
        regexp_replace(
            regexp_replace(
                translate(lower(known_name.name), accent.accented, accent.plain), '\p{M}', '', 'g'
            ),
            '[^\p{L}]+',
            ' ',
            'g'
        )
    ) as plain_name
from known_name
cross join accent
where known_name.name is not null
