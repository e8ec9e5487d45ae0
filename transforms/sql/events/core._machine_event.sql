-- doc: One row is one event that a machine made in the name of a person, whom it credits nothing.
-- grain: event_id
select event_id
from core._template_event
union
select event_id
from core._prompt_event
union
select 'jira:change:' || change_id as event_id
from staging.jira__change
where is_automated
