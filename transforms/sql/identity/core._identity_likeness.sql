-- doc: One row is one likeness of two people who may be the same; the other is rostered or older.
-- grain: person_key, other_key, feature
with limits as (
    select
        max(value) filter (where name = 'people_of_a_likeness') as people,
        max(value) filter (where name = 'name_letters') as letters
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
    having count(*) <= (select people from limits)
),

rare_trait as (
    select
        trait.person_key,
        trait.trait,
        trait.word
    from core._identity_trait as trait
    inner join rare_word on trait.trait = rare_word.trait and trait.word = rare_word.word
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
        ('name part', 'name part', 'name differs by two letters at most'),
        ('handle', 'handle', 'same handle'),
        ('handle', 'full handle', 'handle is the full name'),
        ('full handle', 'handle', 'handle is the full name'),
        ('handle', 'short handle', 'handle is a name and an initial'),
        ('short handle', 'handle', 'handle is a name and an initial')
    ) as pair (trait, other_trait, feature)
),

person_pair as (
    select distinct
        one.person_key,
        other.person_key as other_key,
        trait_pair.feature
    from rare_trait as one
    inner join trait_pair on one.trait = trait_pair.trait
    inner join rare_trait as other
        on trait_pair.other_trait = other.trait and one.word = other.word
    where
        one.person_key not like 'roster:%'
        and one.person_key <> other.person_key
        and (other.person_key like 'roster:%' or other.person_key < one.person_key)
),

name_distance as (
    select
        person_pair.person_key,
        person_pair.other_key,
        min(levenshtein(one.word, other.word)) as letters
    from person_pair
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
            when 'name differs by two letters at most'
                then name_distance.letters between 1 and limits.letters
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
