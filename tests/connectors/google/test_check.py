"""What is said about missing scopes and about those nobody needs."""

from typing import Any

import pytest

from connectors.google.check import BROAD
from tests.connectors.google.conftest import NEEDED
from tests.connectors.google.test_calendar import ADA, BO

AUTH = "https://www.googleapis.com/auth/"


@pytest.fixture
def case(world: Any) -> Any:
    """Every kind of place."""
    world.workspace.add_account("ada")
    world.workspace.add_account("bo")
    world.settings |= {"calendars": (ADA, BO), "drive": "audit", "drives": (ADA, "0ABCDEFGHIJK")}
    world.settings |= {"drive_member": BO, "read_minutes": "on"}
    return world


def found(case: Any, **settings: Any) -> list[tuple[str, str]]:
    return [(each.level, each.text) for each in case.connect(**settings).check()]


def test_exactly_what_is_needed_is_fine_and_can_be_pasted(case: Any):
    findings = found(case)
    assert {level for level, _ in findings} == {"ok"}
    assert [text.partition(": ")[0] for _, text in findings[:-1]] == [
        "domain",
        "drive",
        "calendars, entry 1",
        "calendars, entry 2",
        "drives, entry 1",
        "drives, entry 2",
    ]
    pasted = findings[-1][1].removeprefix("the scopes to grant are ").split(",")
    assert set(pasted) == {AUTH + name for name in NEEDED}
    assert len(pasted) == len(set(pasted))


def test_only_what_the_configuration_needs_is_asked_for(case: Any):
    findings = found(case, drives=(), drive="activity", read_minutes="off")
    assert "drive" not in findings[-1][1]
    assert "documents" not in findings[-1][1]


@pytest.mark.parametrize(
    ("scope", "where"),
    [
        ("admin.directory.group.readonly", ["domain"]),
        ("admin.reports.audit.readonly", ["drive: audit"]),
        ("calendar.events.readonly", ["calendars, entry 1", "calendars, entry 2"]),
        ("meetings.space.readonly", ["calendars, entry 1", "calendars, entry 2"]),
        ("drive.metadata.readonly", ["drives, entry 1", "drives, entry 2"]),
        ("drive.activity.readonly", ["drives, entry 1", "drives, entry 2"]),
        ("documents.readonly", ["drives, entry 1", "drives, entry 2"]),
    ],
)
def test_a_missing_scope_is_named_with_place_and_client(case: Any, scope: str, where: list[str]):
    case.workspace.granted.remove(scope)
    missing = [text for level, text in found(case) if level == "missing"]
    client = case.api.client_id
    assert missing == [f"{each}: grant {AUTH}{scope} to client {client}" for each in where]


def test_more_than_needed_is_said_once_for_the_client(case: Any):
    case.workspace.granted |= {"drive", "gmail.readonly"}
    excess = [text for level, text in found(case) if level == "excess"]
    assert [text.partition(f"{AUTH}")[2].partition(",")[0] for text in excess] == [
        "drive",
        "gmail.readonly",
    ]
    case.workspace.granted = None
    assert len([1 for level, _ in found(case) if level == "excess"]) == len(BROAD)


def test_a_suspended_person_is_missing_where_they_are_acted_for_only(case: Any):
    case.workspace.accounts[ADA].is_suspended = True
    missing = {text.partition(": ")[0] for level, text in found(case) if level == "missing"}
    assert missing == {"calendars, entry 1", "drives, entry 1"}


def test_nobody_is_named(case: Any):
    case.workspace.granted = {"drive"}
    assert all("@" not in text for _, text in found(case))


def test_what_is_seen_depends_on_the_credential(case: Any):
    assert "as the person acted for sees it" in found(case)[2][1]
    own = found(case, delegation=False)
    assert "shared with the service account" in own[2][1]
    assert "role" in own[0][1]
    assert {level for level, _ in own} == {"ok"}


def test_a_users_consent_is_compared_with_what_is_needed(case: Any):
    scopes = frozenset({"calendar.events.readonly", "calendar"})
    case.use(case.api.user_file(case.server.base_url, ADA, scopes))
    findings = found(case, domain=None, drive="activity", drives=(), calendars=(ADA,))
    client = "200000000000.apps.example"
    assert findings == [
        (
            "missing",
            f"calendars, entry 1: consent to {AUTH}meetings.space.readonly for client {client}",
        ),
        ("excess", f"client {client} is granted {AUTH}calendar, which is never used; revoke it"),
        (
            "ok",
            f"the scopes to grant are {AUTH}calendar.events.readonly,{AUTH}meetings.space.readonly",
        ),
    ]
    case.use(
        case.api.user_file(
            case.server.base_url,
            ADA,
            frozenset({"calendar.events.readonly", "meetings.space.readonly"}),
        )
    )
    findings = found(case, domain=None, drive="activity", drives=(), calendars=(ADA,))
    assert findings[0] == (
        "ok",
        "calendars, entry 1: read as far as the user who consented may see it",
    )


def test_an_empty_configuration_reads_nothing(case: Any):
    findings = found(case, domain=None, drive="activity", calendars=(), drives=())
    assert [level for level, _ in findings] == ["missing"]
