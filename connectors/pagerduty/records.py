"""PagerDuty's JSON to records, one short function per stream. Text gives flags and is dropped."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from connectors.errors import BadPayload
from connectors.pagerduty import streams
from connectors.rest.paging import Row, parse_instant
from connectors.sync import parse
from connectors.text import cleaning, flags

_STATUS_UPDATE = re.compile(
    r"\s*(?:status update|update for stakeholders|customer update)\s*[:\-]", re.IGNORECASE
)
_HANDOVER = re.compile(r"\s*(?:hand(?:ing)? ?over|handoff|shift summary)\b", re.IGNORECASE)
_PAGE = re.compile(r"/pages/(\d+)|[?&]pageId=(\d+)")
_ISSUE = re.compile(r"/browse/([A-Z][A-Z0-9_]+-\d+)")


@dataclass(frozen=True)
class Context:
    """What a record needs that its row does not say.

    Attributes:
        observed_at: PagerDuty's clock at the answer.
        parent: The incident, team or schedule that was listed.
        roles: Of an incident, the users in each role by its name.
    """

    observed_at: datetime
    parent: str = ""
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


Convert = Callable[[Row, Context], Any]


def converted(name: str, row: Row, context: Context) -> Any:
    """Makes the record of a stream.

    Raises:
        BadPayload: The row lacks a documented field or holds another type.
    """
    return parse(name, CONVERT[name], row, context)


def is_of_team(row: Row, team_id: str) -> bool:
    """Whether a row that says which teams it belongs to belongs to one.

    Raises:
        BadPayload: It says so in another form than documented.
    """
    try:
        return team_id in _ids(row.get("teams") or ())
    except (KeyError, TypeError, AttributeError):
        raise BadPayload("a row does not name its teams in the documented format") from None


def role_users(fields: Sequence[Row], name: str | None) -> tuple[str, ...]:
    """What a custom field of an incident holds: e-mails or user ids, one or several."""
    for each in fields:
        if name is not None and name in (each.get("name"), each.get("display_name")):
            found = each.get("value")
            values = found if isinstance(found, list) else [found]
            return tuple(value.strip() for value in values if isinstance(value, str))
    return ()


def log_entry(row: Row, _: Context) -> streams.LogEntry:
    """One thing that happened; its summary and details are dropped."""
    agent = row.get("agent") or {}
    return streams.LogEntry(
        entry_id=_text(row["id"]),
        type=_text(row["type"]).removesuffix("_reference").removesuffix("_log_entry"),
        incident_id=_text(row["incident"]["id"]),
        service_id=_id_or_none(row.get("service")),
        url=_text_or_none(row.get("html_url")),
        agent_id=_text_or_none(agent.get("id")),
        agent_type=_agent_type(agent.get("type")),
        channel_type=_text_or_none((row.get("channel") or {}).get("type")),
        assignee_ids=_users(row.get("assignees") or ()),
        created_at=_instant(row, "created_at"),
    )


def incident(row: Row, context: Context) -> streams.Incident:
    """One incident."""
    return streams.Incident(
        incident_id=_text(row["id"]),
        number=_whole(row["incident_number"]),
        url=_text(row["html_url"]),
        status=_text(row["status"]),
        urgency=_text(row["urgency"]),
        priority=_label(row.get("priority")),
        service_id=_id_or_none(row.get("service")),
        team_ids=_ids(row.get("teams") or ()),
        assignee_ids=_users([each["assignee"] for each in row["assignments"]]),
        commander_ids=context.roles.get("commander", ()),
        communicator_ids=context.roles.get("communicator", ()),
        scribe_ids=context.roles.get("scribe", ()),
        merged_into_id=_merged_into(row.get("resolve_reason")),
        created_at=_instant(row, "created_at"),
        resolved_at=_instant_or_none(row, "resolved_at"),
        observed_at=context.observed_at,
    )


def note(row: Row, context: Context) -> streams.Note:
    """One note; a deleted author is null."""
    user, content = row.get("user") or {}, row["content"] or ""
    created_at = _instant(row, "created_at")
    pages = (first or second for first, second in _PAGE.findall(content))
    return streams.Note(
        note_id=_text(row["id"]),
        incident_id=context.parent,
        user_id=_text_or_none(user.get("id")),
        user_type=_agent_type(user.get("type")),
        word_count=flags.word_count(content),
        is_status_update=_STATUS_UPDATE.match(content) is not None,
        is_handover=_HANDOVER.match(content) is not None,
        page_ids=tuple(dict.fromkeys(pages)),
        issue_keys=tuple(dict.fromkeys(_ISSUE.findall(content))),
        created_at=created_at,
        updated_at=_instant_or_none(row, "updated_at") or created_at,
        observed_at=context.observed_at,
    )


def service(row: Row, context: Context) -> streams.Service:
    """One service."""
    return streams.Service(
        service_id=_text(row["id"]),
        name=cleaning.title(row["name"]),
        url=_text_or_none(row.get("html_url")),
        team_ids=_ids(row.get("teams") or ()),
        observed_at=context.observed_at,
    )


def user(row: Row, context: Context) -> streams.User:
    """One account."""
    return streams.User(
        user_id=_text(row["id"]),
        display_name=cleaning.title(row["name"]),
        email=cleaning.clean(row["email"]),
        role=_text_or_none(row.get("role")),
        observed_at=context.observed_at,
    )


def team(row: Row, context: Context) -> streams.Team:
    """One team."""
    return streams.Team(
        team_id=_text(row["id"]), name=cleaning.title(row["name"]), observed_at=context.observed_at
    )


def team_member(row: Row, context: Context) -> streams.TeamMember:
    """One person in one team."""
    return streams.TeamMember(
        team_id=context.parent,
        user_id=_text(row["user"]["id"]),
        role=_text_or_none(row.get("role")),
        observed_at=context.observed_at,
    )


def schedule(row: Row, context: Context) -> streams.Schedule:
    """One schedule."""
    return streams.Schedule(
        schedule_id=_text(row["id"]),
        name=cleaning.title(row["name"]),
        url=_text_or_none(row.get("html_url")),
        observed_at=context.observed_at,
    )


def override(row: Row, context: Context) -> streams.Override:
    """One override; whose shift it took over is in the layers of the schedule."""
    return streams.Override(
        override_id=_text(row["id"]),
        schedule_id=context.parent,
        user_id=_text(row["user"]["id"]),
        covered_ids=(),
        started_at=_instant(row, "start"),
        ended_at=_instant(row, "end"),
        observed_at=context.observed_at,
    )


def on_call(row: Row, context: Context) -> streams.OnCall:
    """One stretch of duty; PagerDuty gives no id, so it is made of what tells two apart."""
    policy, level = _text(row["escalation_policy"]["id"]), _whole(row["escalation_level"])
    # Null is duty without a schedule, a start or an end.
    schedule_id, user_id = _id_or_none(row["schedule"]) or "", _text(row["user"]["id"])
    started_at, ended_at = (
        None if row[name] is None else _instant(row, name) for name in ("start", "end")
    )
    identity = "\n".join(map(str, (policy, level, schedule_id, user_id, started_at, ended_at)))
    return streams.OnCall(
        escalation_policy_id=policy,
        escalation_level=level,
        schedule_id=schedule_id,
        user_id=user_id,
        started_at=started_at,
        ended_at=ended_at,
        on_call_id=hashlib.sha256(identity.encode()).hexdigest()[:16],
        observed_at=context.observed_at,
    )


def audit_record(row: Row, _: Context) -> streams.AuditRecord:
    """One change; of several actors the first counts, and no value is looked at."""
    actor = (row.get("actors") or [{}])[0]
    resource = row["root_resource"]
    return streams.AuditRecord(
        record_id=_text(row["id"]),
        action=_text(row["action"]),
        resource_type=_text(resource["type"]).removesuffix("_reference"),
        resource_id=_text(resource["id"]),
        actor_id=_text_or_none(actor.get("id")),
        actor_type=_agent_type(actor.get("type")),
        executed_at=_instant(row, "execution_time"),
    )


CONVERT: dict[str, Convert] = {
    function.__name__: function
    for function in (
        log_entry,
        incident,
        note,
        service,
        user,
        team,
        team_member,
        schedule,
        override,
        on_call,
        audit_record,
    )
}


def _merged_into(reason: Any) -> str | None:
    """PagerDuty gives one reason, a merge, and names the incident that is left."""
    if reason is None or reason["type"] != "merge_resolve_reason":
        return None
    return _text(reason["incident"]["id"])


def _agent_type(given: Any) -> str | None:
    """user, service, integration or what else there is, without ``_reference``."""
    if given is None:
        return None
    kind = _text(given).removesuffix("_reference")
    return "integration" if kind.endswith("integration") else kind


def _users(references: Any) -> tuple[str, ...]:
    """Ids of the people among references to people and escalation policies."""
    return _ids([each for each in references if _agent_type(each["type"]) == "user"])


def _ids(references: Any) -> tuple[str, ...]:
    return tuple(_text(each["id"]) for each in references)


def _id_or_none(reference: Any) -> str | None:
    return None if reference is None else _text_or_none(reference.get("id"))


def _label(priority: Any) -> str | None:
    found = None if priority is None else priority.get("summary") or priority.get("name")
    return None if found is None else cleaning.title(found)


def _text(found: Any) -> str:
    if not isinstance(found, str):
        raise TypeError
    return cleaning.clean(found)


def _text_or_none(found: Any) -> str | None:
    return None if found is None else _text(found)


def _whole(found: Any) -> int:
    if not isinstance(found, int) or isinstance(found, bool):
        raise TypeError
    return found


def _instant(row: Row, name: str) -> datetime:
    return parse_instant(row[name], name)


def _instant_or_none(row: Row, name: str) -> datetime | None:
    return None if row.get(name) is None else parse_instant(row[name], name)
