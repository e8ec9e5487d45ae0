-- doc: One row is one likeness of two people who may be one; the other is in the roster or older.
-- grain: person_key, other_key, feature
with common as (
    select value as people
    from rules.identity__limits
    where name = 'people_of_a_likeness'
),

-- What many share would make pairs of everybody and says little about anybody.
rare as (
    select
        trait,
        word
    from core._identity_trait
    where trait <> 'domain'
    group by
        trait,
        word
    having count(*) <= (select people from common)
),

telling as (
    select
        trait.person_key,
        trait.trait,
        trait.word
    from core._identity_trait as trait
    inner join rare on trait.trait = rare.trait and trait.word = rare.word
),

matching as (
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

met as (
    select distinct
        one.person_key,
        other.person_key as other_key,
        matching.feature
    from telling as one
    inner join matching on one.trait = matching.trait
    inner join telling as other
        on matching.other_trait = other.trait and one.word = other.word
    where
        one.person_key not like 'roster:%'
        and one.person_key <> other.person_key
        and (other.person_key like 'roster:%' or other.person_key < one.person_key)
),

spelling as (
    select
        met.person_key,
        met.other_key,
        min(levenshtein(one.word, other.word)) as letters
    from met
    inner join core._identity_trait as one
        on met.person_key = one.person_key and one.trait = 'name'
    inner join core._identity_trait as other
        on met.other_key = other.person_key and other.trait = 'name'
    group by
        met.person_key,
        met.other_key
),

likeness as (
    select
        met.person_key,
        met.other_key,
        met.feature
    from met
    left join spelling
        on met.person_key = spelling.person_key and met.other_key = spelling.other_key
    where
        case met.feature
            when 'same words of the name in another order' then spelling.letters > 0
            when 'name differs by two letters at most' then spelling.letters between 1 and 2
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
