-- doc: One row is one account of git and another one of its repository with the same full name.
-- grain: node, other_node
with repository_account as (
    select distinct
        address_use.repository,
        account.account_id
    from core._address_use as address_use
    inner join core.account as account on 'git:' || address_use.mapped_email = account.account_id
    inner join rules.identity__switches as switch
        on switch.name = 'same_name' and switch.value = 'link'
    where
        account.account_type = 'human'
        and not exists (select 1 from staging.roster__employment)
),

generic_name as (
    select name_word.plain_name
    from (
        select
            plain_name,
            unnest(string_split(plain_name, ' ')) as word
        from core._plain_name
    ) as name_word
    left join rules.identity__generic_handles as generic_handle
        on name_word.word = generic_handle.name
    group by name_word.plain_name
    having count(*) = count(generic_handle.name)
),

namesake as (
    select distinct
        repository_account.repository,
        plain_name.plain_name,
        repository_account.account_id
    from repository_account
    inner join core._name_of_account as account_name
        on repository_account.account_id = account_name.account_id
    inner join core._plain_name as plain_name on account_name.name = plain_name.name
    where
        regexp_matches(plain_name.plain_name, '\p{L}{2,} (.* )?\p{L}{2,}')
        and plain_name.plain_name not in (select generic_name.plain_name from generic_name)
),

shared_name as (
    select
        repository,
        plain_name
    from namesake
    group by
        repository,
        plain_name
    having count(*) > 1
),

-- Who keeps a mailmap merges what is one person's, so two targets are two people.
mailmap_target as (
    select distinct
        repository,
        'git:' || mapped_email as account_id
    from core._address_use
    where mapped_email <> email
),

-- Nobody reviews their own change, and few have two accounts at GitHub.
review as (
    select
        reviewer.repository,
        'git:' || lower(coalesce(author.mapped_email, author.email)) as author_id,
        'git:' || lower(coalesce(reviewer.mapped_email, reviewer.email)) as reviewer_id
    from staging.git__person_credit as reviewer
    inner join staging.git__person_credit as author
        on
            reviewer.repository = author.repository
            and reviewer.sha = author.sha
            and author.role = 'author'
    where reviewer.role = 'reviewed-by'
),

disputed_name as (
    select namesake.plain_name
    from namesake
    inner join mailmap_target
        on
            namesake.repository = mailmap_target.repository
            and namesake.account_id = mailmap_target.account_id
    group by
        namesake.repository,
        namesake.plain_name
    having count(*) > 1
    union
    select namesake.plain_name
    from namesake
    inner join core._github_noreply as noreply on namesake.account_id = noreply.account_id
    group by namesake.plain_name
    having count(distinct noreply.user_id) > 1
    union
    select author.plain_name
    from review
    inner join namesake as author
        on review.repository = author.repository and review.author_id = author.account_id
    inner join namesake as reviewer
        on
            review.repository = reviewer.repository
            and review.reviewer_id = reviewer.account_id
            and author.plain_name = reviewer.plain_name
    where review.author_id <> review.reviewer_id
),

unlinked_account as (
    select distinct account_id
    from core._identity_decision
    where action = 'unlink'
),

first_account as (
    select
        namesake.repository,
        namesake.plain_name,
        -- An unlinked account must not be the one that ties the others together.
        min_by(
            namesake.account_id,
            (unlinked_account.account_id is not null, namesake.account_id)
        ) as account_id
    from namesake
    inner join shared_name
        on
            namesake.repository = shared_name.repository
            and namesake.plain_name = shared_name.plain_name
    left join unlinked_account on namesake.account_id = unlinked_account.account_id
    where namesake.plain_name not in (select disputed_name.plain_name from disputed_name)
    group by
        namesake.repository,
        namesake.plain_name
)

select distinct
    namesake.account_id as node,
    first_account.account_id as other_node
from namesake
inner join first_account
    on
        namesake.repository = first_account.repository
        and namesake.plain_name = first_account.plain_name
where namesake.account_id <> first_account.account_id
