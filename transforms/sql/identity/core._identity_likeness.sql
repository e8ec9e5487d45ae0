-- doc: One row is one likeness of two people who may be the same; only the other may be rostered.
-- grain: person_key, other_key, feature
with limits as (
    select
        max(value) filter (where name = 'people_of_a_likeness') as people,
        max(value) filter (where name = 'people_of_a_name') as people_of_a_name,
        max(value) filter (where name = 'name_letters') as letters,
        max(value) filter (where name = 'letters_of_a_difference') as letters_of_a_difference
    from rules.identity__limits
),

-- A word that many people share says little and would pair everybody.
rare_word as (
    select
        trait,
        word
    from core._identity_trait
    where trait <> 'domain'
    group by
        trait,
        word
    having
        count(*) <= case
            when trait in ('name', 'name words', 'name ends')
                then (select people_of_a_name from limits)
            else (select people from limits)
        end
),

-- Who is called John may well have the handle john at some host, and so may the next John.
common_handle as (
    select handle_name.word
    from (
        select
            handle.word,
            handle.person_key,
            name.word as name
        from core._identity_trait as handle
        inner join core._identity_trait as name
            on handle.person_key = name.person_key and name.trait = 'name'
        where handle.trait in ('handle', 'name part')
    ) as handle_name
    group by handle_name.word
    having
        count(distinct handle_name.name) > 1
        and count(distinct handle_name.person_key) > 1
),

rare_trait as (
    select
        trait.person_key,
        trait.trait,
        trait.word
    from core._identity_trait as trait
    inner join rare_word on trait.trait = rare_word.trait and trait.word = rare_word.word
),

-- Who is called David Ash has the handle davida for that, and not for being David Adler.
free_handle as (
    select
        handle.person_key,
        'free handle' as trait,
        handle.word
    from rare_trait as handle
    where
        handle.trait = 'handle'
        and not exists (
            select 1
            from core._identity_trait as own_name
            where
                own_name.person_key = handle.person_key
                and own_name.word = handle.word
                and own_name.trait in ('name part', 'full handle', 'short handle')
        )
),

sign as (
    select * from rare_trait
    union all
    select * from free_handle
),

trait_pair as (
    select
        pair.trait,
        pair.other_trait,
        pair.feature
    from (
        values
        ('name', 'name', 'same name'),
        ('name words', 'name words', 'same words of the name in another order'),
        ('name ends', 'name ends', 'same first and last name'),
        ('name part', 'name part', 'name differs by two letters at most'),
        ('handle', 'handle', 'same handle'),
        ('free handle', 'full handle', 'handle is the full name'),
        ('full handle', 'free handle', 'handle is the full name'),
        ('free handle', 'short handle', 'handle is a name and an initial'),
        ('short handle', 'free handle', 'handle is a name and an initial')
    ) as pair (trait, other_trait, feature)
),

person_pair as (
    select distinct
        one.person_key,
        other.person_key as other_key,
        case
            when trait_pair.feature = 'same handle' and common_handle.word is not null
                then 'same common handle'
            else trait_pair.feature
        end as feature
    from sign as one
    inner join trait_pair on one.trait = trait_pair.trait
    inner join sign as other
        on trait_pair.other_trait = other.trait and one.word = other.word
    left join common_handle on one.word = common_handle.word
    where
        one.person_key not like 'roster:%'
        and one.person_key <> other.person_key
        and (other.person_key like 'roster:%' or other.person_key < one.person_key)
),

name_distance as (
    select
        person_pair.person_key,
        person_pair.other_key,
        min(levenshtein(one.word, other.word)) as letters,
        max(
            least(length(one.word), length(other.word))
            - levenshtein(one.word, other.word) * limits.letters_of_a_difference
        ) >= 0 as is_near
    from person_pair
    cross join limits
    inner join core._identity_trait as one
        on person_pair.person_key = one.person_key and one.trait = 'name'
    inner join core._identity_trait as other
        on person_pair.other_key = other.person_key and other.trait = 'name'
    group by
        person_pair.person_key,
        person_pair.other_key
),

likeness as (
    select
        person_pair.person_key,
        person_pair.other_key,
        person_pair.feature
    from person_pair
    cross join limits
    left join name_distance
        on
            person_pair.person_key = name_distance.person_key
            and person_pair.other_key = name_distance.other_key
    where
        case person_pair.feature
            when 'same words of the name in another order' then name_distance.letters > 0
            when 'same first and last name' then name_distance.letters > 0
            when 'name differs by two letters at most'
                then name_distance.is_near and name_distance.letters between 1 and limits.letters
            else true
        end
)

select
    person_key,
    other_key,
    feature
from likeness
union all
select distinct
    likeness.person_key,
    likeness.other_key,
    'same e-mail domain' as feature
from likeness
inner join core._identity_trait as one
    on likeness.person_key = one.person_key and one.trait = 'domain'
inner join core._identity_trait as other
    on
        likeness.other_key = other.person_key
        and other.trait = 'domain'
        and one.word = other.word
