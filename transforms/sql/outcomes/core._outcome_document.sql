-- doc: One row is one act of creating, editing or commenting on one document or postmortem.
-- grain: object_id, contributor, role, event_id
with classified_object as (
    select
        object_id,
        coalesce(page_class, '') as class
    from core._page
    union all
    select
        'google:' || file_id as object_id,
        coalesce(title_class, '') as class
    from staging.google__file
    where not is_machine_title and not is_trashed
),

minutes_document as (
    select distinct document_id
    from core._minutes
),

document as (
    select
        classified_object.object_id,
        case when classified_object.class = 'postmortem' then 'postmortem' else 'document' end
            as outcome_type
    from classified_object
    left join minutes_document on classified_object.object_id = minutes_document.document_id
    where
        classified_object.class not in ('minutes', 'agenda')
        and minutes_document.document_id is null
),

document_act as (
    select
        document.outcome_type,
        event.object_id,
        event.account_id,
        event.person_id,
        event.event_id,
        event.occurred_at as contributed_at,
        case
            when event.kind in ('confluence.page.created', 'google.document.created')
                then 'created'
            when
                event.kind in (
                    'confluence.page.edited',
                    'google.document.edited',
                    'google.suggestion.taken_over'
                )
                then 'edited'
            else 'commented'
        end as act
    from core.event as event
    inner join document on event.object_id = document.object_id
    where
        event.kind in (
            'confluence.page.created',
            'confluence.page.edited',
            'confluence.page.commented',
            'google.document.created',
            'google.document.edited',
            'google.document.commented',
            'google.suggestion.added',
            'google.suggestion.accepted',
            'google.suggestion.taken_over'
        )
        and not event.is_future
        and (event.source <> 'confluence' or event.detail is null)
    union all
    select distinct
        'document' as outcome_type,
        'git:' || document_change.repository || ':' || document_change.document_path as object_id,
        event.account_id,
        event.person_id,
        event.event_id,
        event.occurred_at as contributed_at,
        case when document_change.is_created then 'created' else 'edited' end as act
    from core._document_change as document_change
    inner join core.event as event on document_change.sha = split_part(event.event_id, ':', 2)
    inner join rules.credit__author_roles as author_role on event.kind = 'git.' || author_role.role
    left join core._reviewer_credit as reviewer on event.event_id = reviewer.event_id
    where
        reviewer.event_id is null
        and not document_change.is_merge
        and not event.is_future
        -- Who sweeps through many documents is no editor of each.
        and (document_change.is_created or not document_change.is_mass_edit)
)

select
    document_act.outcome_type,
    document_act.object_id,
    coalesce(document_act.person_id, document_act.account_id, '') as contributor,
    document_act.person_id is not null as is_known,
    case
        when document_act.act = 'created' and document_act.outcome_type = 'postmortem' then 'author'
        when document_act.act = 'created' then 'creator'
        when
            document_act.act = 'edited' and document_act.outcome_type = 'postmortem'
            then 'contributor'
        when document_act.act = 'edited' then 'editor'
        when document_act.outcome_type = 'postmortem' then 'reviewer'
        else 'commenter'
    end as role,
    document_act.event_id,
    document_act.contributed_at,
    -- A document is as old as its last edit, or, where none was seen, as what was said of it last.
    coalesce(
        max(case when document_act.act <> 'commented' then document_act.contributed_at end) over (
            partition by document_act.object_id
        ),
        max(document_act.contributed_at) over (partition by document_act.object_id)
    ) as ended_at
from document_act
left join core.account as machine
    on document_act.account_id = machine.account_id and machine.account_type = 'bot'
where machine.account_id is null
