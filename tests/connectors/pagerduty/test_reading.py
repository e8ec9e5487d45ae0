"""What becomes of PagerDuty's rows."""

from datetime import timedelta
from typing import Any

import pytest

from connectors.pagerduty import STREAMS
from sandbox.pagerduty.render import PRIVATE
from tests.connectors.pagerduty.conftest import fill

CANARY = "canary-7f3a"
NAMES = [stream.name for stream in STREAMS]


@pytest.fixture
def case(world: Any) -> Any:
    """One person, one service, one incident of yesterday."""
    world.ada = world.account.add_user("ada", name="Ada Berg", email="ada@acme.example")
    world.bo = world.account.add_user("bo", name="Bo Lind", email="bo@acme.example")
    world.team = world.account.add_team("Storage")
    world.service = world.account.add_service("disks", teams=(world.team,))
    world.incident = world.account.trigger(world.service, CANARY, at=world.ago(days=1))
    return world


def entries(world: Any) -> list[dict[str, Any]]:
    world.pull("log_entry")
    return sorted(world.landed("log_entry"), key=lambda row: row["entry_id"])


def only_note(world: Any) -> dict[str, Any]:
    world.pull("log_entry", "note")
    (row,) = world.landed("note")
    return row


def test_a_log_entry_says_who_did_what_to_which_incident(case: Any):
    case.account.acknowledge(case.incident, case.ada, channel="mobile", at=case.ago(hours=20))
    acknowledged = entries(case)[1]
    assert acknowledged == {
        "entry_id": case.account.entries[1].id,
        "type": "acknowledge",
        "incident_id": case.incident.id,
        "service_id": case.service.id,
        "url": acknowledged["url"],
        "agent_id": case.ada.id,
        "agent_type": "user",
        "channel_type": "mobile",
        "assignee_ids": [],
        "created_at": "2026-03-01T12:00:00Z",
    }


def test_whom_an_incident_was_given_to_is_kept_and_a_policy_is_nobody(case: Any):
    for give in (case.account.assign, case.account.escalate, case.account.delegate):
        give(case.incident, case.ada, case.bo)
    assert [row["assignee_ids"] for row in entries(case)[1:]] == [[case.bo.id]] * 3


@pytest.mark.parametrize("act", ["trigger", "timeout", "notify", "resolve", "bot note"])
def test_a_machine_is_no_person(case: Any, act: str):
    account, incident = case.account, case.incident
    actions: dict[str, Any] = {
        "trigger": lambda: None,
        "timeout": lambda: account.escalate(incident, None, case.ada),
        "notify": lambda: account.notify(incident, case.ada),
        "resolve": lambda: account.resolve(incident, None),
        "bot note": lambda: account.add_note(incident, None, "Restarted.", bot=True),
    }
    actions[act]()
    last = entries(case)[-1]
    assert last["agent_type"] == ("integration" if act == "trigger" else "service")
    assert last["agent_id"] not in (case.ada.id, case.bo.id)


def test_an_incident_that_resolved_itself_names_no_resolver(case: Any):
    case.account.resolve(case.incident, None, channel="timeout")
    case.pull("log_entry", "incident")
    (row,) = case.landed("incident")
    assert (row["status"], row["resolved_at"]) == ("resolved", "2026-03-02T08:00:00Z")
    assert row["assignee_ids"] == []
    last = max(case.landed("log_entry"), key=lambda each: each["created_at"])
    assert (last["type"], last["channel_type"], last["agent_type"]) == (
        "resolve",
        "timeout",
        "service",
    )


def test_an_incident_keeps_its_facts_and_not_its_title(case: Any):
    case.account.assign(case.incident, None, case.ada)
    case.account.set_priority(case.incident, case.ada, "P2")
    case.pull("log_entry", "incident")
    (row,) = case.landed("incident")
    assert row["number"] == 1
    assert (row["urgency"], row["priority"], row["status"]) == ("high", "P2", "triggered")
    assert (row["team_ids"], row["assignee_ids"]) == ([case.team.id], [case.ada.id])
    assert row["commander_ids"] == row["scribe_ids"] == []
    assert row["resolved_at"] is None
    assert not case.server.paths("custom_fields")


def test_configured_fields_say_who_had_which_role(case: Any):
    case.account.set_role(case.incident, "incident_commander", case.ada)
    case.account.set_role(case.incident, "scribe", case.bo)
    case.incident.roles["scribe"] = case.bo.id
    case.incident.roles["communicator"] = "nobody we know"
    case.account.add_user("cy", email="ADA@other.example")
    roles = {
        "commander": "incident_commander",
        "communicator": "communicator",
        "scribe": "Scribe",
    }
    case.pull("log_entry", "incident", role_fields=roles)
    (row,) = case.landed("incident")
    assert row["commander_ids"] == [case.ada.id]
    assert row["scribe_ids"] == [case.bo.id]
    assert row["communicator_ids"] == []
    assert len(case.server.paths("custom_fields")) == 1
    assert all(b"nobody we know" not in data for data in case.everything_landed())


@pytest.mark.parametrize(
    ("content", "flags"),
    [
        ("Status update: we are on it", (True, False)),
        ("  status update - fixed", (True, False)),
        ("Update for stakeholders: none", (True, False)),
        ("Customer update: sorry", (True, False)),
        ("The status update: is late", (False, False)),
        ("Status updates are late", (False, False)),
        ("Handover: see below", (False, True)),
        ("Handing over to Bo", (False, True)),
        ("hand over now", (False, True)),
        ("Handoff notes", (False, True)),
        ("Shift summary: quiet", (False, True)),
        ("No handover today", (False, False)),
        ("", (False, False)),
    ],
)
def test_how_a_note_opens_says_what_it_is(case: Any, content: str, flags: tuple[bool, bool]):
    case.account.add_note(case.incident, case.ada, content)
    row = only_note(case)
    assert (row["is_status_update"], row["is_handover"]) == flags


def test_a_note_keeps_where_it_links_to_and_how_long_it_is(case: Any):
    text = (
        f"{CANARY} see https://acme.example/wiki/spaces/OPS/pages/123/Run and "
        "https://acme.example/wiki/viewpage.action?pageId=456 twice /pages/123 "
        "https://acme.example/browse/OPS-12 then"
    )
    case.account.add_note(case.incident, case.ada, text)
    row = only_note(case)
    assert row["page_ids"] == ["123", "456"]
    assert row["issue_keys"] == ["OPS-12"]
    assert row["word_count"] == 7
    assert (row["user_id"], row["user_type"]) == (case.ada.id, "user")
    assert row["updated_at"] == row["created_at"]


@pytest.mark.parametrize(("bot", "kind"), [(True, "bot_user"), (False, None)])
def test_notes_of_bots_and_of_deleted_authors_are_nobodys(case: Any, bot: bool, kind: str):
    case.account.add_note(case.incident, None, "Restarted.", bot=bot)
    row = only_note(case)
    assert row["user_type"] == kind
    assert row["user_id"] not in (case.ada.id, case.bo.id)


def test_a_renamed_person_stays_the_same(case: Any):
    case.pull("user")
    case.ada.name, case.ada.email = "Ada Holm", "holm@acme.example"
    case.time.pass_by(hours=1)
    case.pull("user")
    rows = case.latest("user")
    assert len(rows) == 2
    assert rows[case.ada.id,]["display_name"] == "Ada Holm"


def test_a_shift_taken_over_lands_uncut_when_it_is_over(case: Any):
    schedule = case.account.add_schedule("Primary")
    start, end = case.ago(days=100), case.ago(days=20)
    done = case.account.add_override(schedule, case.ada, start, end)
    later = case.account.add_override(schedule, case.bo, case.ago(hours=1), case.ago(hours=-1))
    case.pull("override")
    (row,) = case.landed("override")
    assert row["override_id"] == done.id
    assert (row["started_at"], row["ended_at"]) == ("2025-11-22T08:00:00Z", "2026-02-10T08:00:00Z")
    case.time.pass_by(hours=2)
    case.pull("override")
    assert [each["override_id"] for each in case.landed("override")] == [done.id, later.id]


def test_an_incident_that_was_merged_says_into_which(case: Any):
    service = case.account.add_service("disks")
    first, second = (case.account.trigger(service, name) for name in ("Down", "Down too"))
    case.account.merge(first, [second], case.ada)
    case.pull("log_entry", "incident")
    rows = case.latest("incident")
    assert rows[first.id,]["merged_into_id"] is None
    assert rows[second.id,]["merged_into_id"] == first.id
    assert ("resolve", second.id, case.ada.id) in {
        (row["type"], row["incident_id"], row["agent_id"]) for row in case.landed("log_entry")
    }


def test_an_override_says_whose_shifts_it_took_over(case: Any):
    account, schedule = case.account, case.account.add_schedule("Primary")
    cy = account.add_user("cy", email="cy@acme.example")
    dee = account.add_user("dee", email="dee@acme.example")

    def hours(first: int, last: int) -> tuple[Any, Any]:
        return case.ago(hours=100 - first), case.ago(hours=100 - last)

    for user, first, last in ((case.bo, 0, 12), (cy, 12, 24), (case.ada, 24, 36)):
        account.plan(schedule, user, *hours(first, last))
    account.plan(schedule, dee, *hours(4, 8), layer="Backup")
    taken = {
        (2, 6): [case.bo.id],
        (6, 20): [case.bo.id, cy.id],
        (20, 30): [cy.id],
        (24, 36): [],
        (40, 44): [],
        (60, 70): [],
    }
    rows = {
        account.add_override(schedule, case.ada, *hours(*place)).id: ids
        for place, ids in taken.items()
    }
    own = account.add_override(schedule, dee, *hours(5, 7))
    case.pull("override")
    assert {row["override_id"]: row["covered_ids"] for row in case.landed("override")} == rows | {
        own.id: []
    }


def test_a_schedule_without_overrides_is_not_asked_for_its_layers(case: Any):
    case.account.add_schedule("Primary")
    case.pull("override")
    assert case.server.paths(r"^/schedules/\w+$") == []


def test_duty_lands_once_when_it_is_over_and_duty_without_end_at_once(case: Any):
    schedule = case.account.add_schedule("Primary")
    case.account.add_on_call(schedule, case.ada, case.ago(days=65), case.ago(days=1))
    running = case.account.add_on_call(schedule, case.bo, case.ago(days=1), case.ago(days=-1))
    case.account.add_on_call(None, case.bo, None, None, level=3)
    case.pull("on_call")
    rows = case.landed("on_call")
    assert [(row["user_id"], row["escalation_level"]) for row in rows] == [
        (case.ada.id, 1),
        (case.bo.id, 3),
    ]
    assert rows[0]["started_at"] == "2025-12-27T08:00:00Z"
    assert (rows[1]["schedule_id"], rows[1]["started_at"]) == ("", None)
    running.end = case.ago(hours=-3)
    case.time.pass_by(days=1)
    case.pull("on_call")
    (added,) = case.landed("on_call")[2:]
    assert added["ended_at"] == "2026-03-02T11:00:00Z"
    assert len({row["on_call_id"] for row in case.landed("on_call")}) == 3


def test_an_audit_record_says_who_changed_what_and_not_how(case: Any):
    case.account.add_audit(case.ada, "update", "schedule", "PSCHED", case.ago(days=2))
    case.account.add_audit(None, "delete", "team", case.team.id, case.ago(days=1))
    case.pull("audit_record")
    second, first = case.landed("audit_record")
    assert (first["actor_id"], first["actor_type"]) == (case.ada.id, "user")
    assert (first["action"], first["resource_type"], first["resource_id"]) == (
        "update",
        "schedule",
        "PSCHED",
    )
    assert (second["actor_type"], second["resource_type"]) == ("api_key", "team")


def test_members_of_teams_and_their_roles_are_read(case: Any):
    case.account.add_member(case.team, case.ada, "manager")
    case.account.add_team("Empty")
    case.pull("team", "team_member", "service", "schedule")
    (member,) = case.landed("team_member")
    assert (member["team_id"], member["user_id"], member["role"]) == (
        case.team.id,
        case.ada.id,
        "manager",
    )
    assert case.landed("service")[0]["team_ids"] == [case.team.id]
    assert case.complete("team_member") == [[]]


def test_no_text_leaves_the_connector(case: Any):
    fill(case.account)
    case.account.add_note(case.incident, case.ada, CANARY)
    case.account.resolve(case.incident, case.ada)
    case.pull(role_fields={"commander": "lead"})
    landed = b"".join(case.everything_landed())
    for word in (CANARY, PRIVATE, "Incident 1", "Note 1", "k-1"):
        assert word.encode() not in landed
    for name in NAMES:
        assert case.landed(name), name


def test_two_teams_are_two_scopes_and_nobody_else_is_read(case: Any):
    other = case.account.add_team("Billing")
    money = case.account.add_service("money", teams=(other,))
    case.account.add_service("alone")
    case.account.trigger(money, "Late", at=case.ago(days=2))
    case.account.add_member(case.team, case.ada)
    primary = case.account.add_schedule("Primary")
    backup = case.account.add_schedule("Backup")
    case.api.teams_of = {primary.id: (case.team,), backup.id: (other,)}
    for schedule, user in ((primary, case.ada), (backup, case.bo)):
        case.account.add_on_call(schedule, user, case.ago(days=3), case.ago(days=2))
        case.account.add_override(schedule, user, case.ago(days=3), case.ago(days=2))
    case.account.add_audit(case.ada, "update", "schedule", primary.id, case.ago(days=2))
    third = case.account.add_team("Empty")
    teams = (case.team.id, other.id, third.id)
    assert not [result for result in case.pull(teams=teams) if result.error]

    def landed(name: str, team: Any, field: str) -> list[str]:
        return [row[field] for row in case.landed(name, team.id)]

    assert landed("service", case.team, "name") == ["disks"]
    assert landed("service", other, "name") == ["money"]
    assert landed("user", case.team, "user_id") == [case.ada.id]
    assert landed("user", other, "user_id") == []
    assert landed("log_entry", case.team, "incident_id") == [case.incident.id]
    assert landed("incident", case.team, "incident_id") == [case.incident.id]
    assert landed("on_call", case.team, "user_id") == [case.ada.id]
    assert landed("override", other, "schedule_id") == [backup.id]
    assert landed("on_call", third, "user_id") == []
    assert landed("team", other, "team_id") == [other.id]
    assert case.server.paths("audit") == []


def test_the_first_pull_starts_where_it_is_told_or_13_months_back(case: Any):
    case.account.trigger(case.service, "Old", at=case.ago(days=390))
    case.account.trigger(case.service, "Ancient", at=case.ago(days=400))
    case.pull("log_entry")
    assert len(case.landed("log_entry")) == 2
    connector = case.connect(since="2025-01-01")
    connector.scopes()
    batches = connector.read(case.streams("log_entry"), "account", None, lambda *_: iter(()))
    assert sum(len(batch.records.get("log_entry", ())) for batch in batches) == 3


def test_what_is_covered_follows_the_clock_of_pagerduty(case: Any):
    case.account.clock = lambda: case.time.now() - timedelta(minutes=5)
    case.account.acknowledge(case.incident, case.ada)
    case.pull()
    for name in NAMES:
        assert case.manifests(name)[-1]["covered_until"] == "2026-03-02T07:55:00Z", name
    case.account.resolve(case.incident, case.ada)
    case.time.pass_by(minutes=1)
    case.pull()
    assert len(case.latest("log_entry")) == 3
