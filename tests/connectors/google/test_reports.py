"""The administrator's log of Drive."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import BadPayload
from connectors.google.reports import kept
from sandbox.google.render.reports import ANONYMOUS

CANARY = "canary-7f3a"
ROW: dict[str, Any] = {
    "id": {
        "time": "2026-03-01T08:00:00.123Z",
        "uniqueQualifier": "-7",
        "applicationName": "drive",
        "customerId": "C1",
    },
    "actor": {"profileId": "117", "email": "ada@acme.example"},
    "events": [
        {
            "name": "edit",
            "parameters": [
                {"name": "doc_id", "value": "f1"},
                {"name": "doc_type", "value": "document"},
                {"name": "primary_event", "boolValue": True},
            ],
        }
    ],
}


@pytest.fixture
def case(world: Any) -> Any:
    """One person whose edits the log tells."""
    world.log = world.workspace.log
    world.ada = world.workspace.add_account("ada", name="Ada Berg")
    world.settings["drive"] = "audit"
    world.scope = "audit"
    return world


def test_an_edit_is_told_with_its_actor_and_file(case: Any):
    case.log.add("edit", "f1", case.ada, case.ago(days=1), doc_title=CANARY)
    case.pull("audit_event")
    (row,) = case.landed("audit_event")
    assert len(row.pop("event_id")) == 64
    assert row == {
        "action": "edit",
        "file_id": "f1",
        "file_type": "document",
        "actor_id": case.ada.id,
        "is_agent": False,
        "occurred_at": "2026-03-01T08:00:00Z",
    }
    assert all(CANARY.encode() not in data for data in case.everything_landed())


@pytest.mark.parametrize(
    "more",
    [
        {"application": {"impersonation": True}},
        {"application": {"oauthClientId": "100000000000000000001"}},
        {"api_method": "drive.files.update"},
        {"primary_event": False},
        {"actor_is_collaborator_account": True},
    ],
    ids=lambda more: str(next(iter(more))),
)
def test_what_no_person_did_is_not_kept(case: Any, more: dict[str, Any]):
    case.log.add("edit", "f1", case.ada, case.ago(days=1), **more)
    case.log.add("edit", "f2", case.ada, case.ago(days=1))
    case.pull("audit_event")
    assert [row["file_id"] for row in case.landed("audit_event")] == ["f2"]


def test_a_document_that_a_program_made_is_told_as_an_agents(case: Any):
    made = {"api_method": "drive.files.create"}
    case.log.add("create", "f1", case.ada, case.ago(days=1), **made)
    case.log.add("create", "f2", case.ada, case.ago(days=1), doc_type="txt", **made)
    case.log.add("create", "f3", case.ada, case.ago(days=1))
    case.pull("audit_event")
    told = {(row["file_id"], row["is_agent"]) for row in case.landed("audit_event")}
    assert told == {("f1", True), ("f3", False)}


def test_reads_and_nameless_visitors_are_not_kept(case: Any):
    for action in ("view", "download", "access_item_content", "print"):
        case.log.add(action, "f1", case.ada, case.ago(days=1))
    case.log.add("edit", "f1", None, case.ago(days=1))
    case.pull("audit_event")
    assert case.landed("audit_event") == []


def test_what_an_agent_did_is_told_as_such(case: Any):
    case.log.add("edit", "f1", case.ada, case.ago(days=1), agentic=True)
    case.log.add("edit", "f1", case.ada, case.ago(days=1))
    case.pull("audit_event")
    assert sorted(row["is_agent"] for row in case.landed("audit_event")) == [False, True]
    assert len(case.latest("audit_event")) == 2


def test_what_google_writes_hours_late_is_found(case: Any):
    case.log.add("edit", "f1", case.ada, case.ago(hours=1))
    case.pull("audit_event")
    late = case.ago(hours=5)
    case.time.pass_by(hours=1)
    case.log.add("edit", "f2", case.ada, late)
    case.pull("audit_event")
    assert {row["file_id"] for row in case.latest("audit_event").values()} == {"f1", "f2"}
    assert case.manifests("audit_event")[-1]["cursor_out"] == {"since": "2026-03-02T03:00:00Z"}


def test_the_start_moves_only_when_the_oldest_page_was_read(case: Any):
    for number in range(30):
        case.log.add("edit", f"f{number}", case.ada, case.ago(hours=number))
    case.log.paging.most = 10
    case.server.on("/activity/", status=500, nth=3, times=6)
    (failed,) = case.pull("audit_event")
    assert failed.error is not None
    assert "walk" in case.manifests("audit_event")[-1]["cursor_out"]
    case.time.pass_by(days=1)
    case.log.add("edit", "new", case.ada, case.ago(hours=1))
    case.server.steps.clear()
    for _ in range(2):
        assert [result.error for result in case.pull("audit_event")] == [None]
    assert len(case.latest("audit_event")) == 31


def test_a_token_that_google_forgot_starts_the_list_again(case: Any):
    for number in range(30):
        case.log.add("edit", f"f{number}", case.ada, case.ago(hours=number))
    case.log.paging.most = 10
    case.server.on("/activity/", status=500, nth=3, times=6)
    case.pull("audit_event")
    case.server.steps.clear()
    case.server.on("pageToken", status=400, body=b'{"error":{"errors":[{"reason":"invalid"}]}}')
    assert [result.error for result in case.pull("audit_event")] == [None]
    assert len(case.latest("audit_event")) == 30


def test_no_more_is_asked_for_than_google_keeps(case: Any):
    case.pull("audit_event", since="2020-01-01")
    (request,) = [each for each in case.server.log if "activity" in each.path]
    assert request.query["startTime"] == "2025-09-04T08:00:00Z"
    assert request.query["endTime"] == "2026-03-02T08:00:00Z"


def test_503_is_a_limit_and_waited_for(case: Any):
    case.log.add("edit", "f1", case.ada, case.ago(days=1))
    case.server.on("/activity/", status=503, headers={"Retry-After": "20"}, times=2)
    assert [result.error for result in case.pull("audit_event")] == [None]
    assert case.time.slept == [20.0, 20.0]


def test_ten_thousand_entries_cost_ten_requests(case: Any):
    for number in range(9_500):
        case.log.add("edit", "f1", case.ada, case.ago(days=1) + timedelta(seconds=number))
    assert case.read_requests("audit_event") == 1 + 10
    assert len(case.latest("audit_event")) == 9_500


@given(
    st.sets(st.sampled_from(("actor", "profileId", "email", "events", "parameters", "doc_type")))
)
def test_an_entry_without_its_optional_fields_is_no_failure(dropped: set[str]):
    def without(value: Any) -> Any:
        if isinstance(value, list):
            named = [each for each in value if each.get("name") not in dropped]
            return [without(each) for each in named]
        if isinstance(value, dict):
            return {name: without(each) for name, each in value.items() if name not in dropped}
        return value

    found = list(kept(without(ROW), "client"))
    assert len(found) == (not dropped & {"events", "parameters"})
    for each in found:
        assert (each.actor_id is None) == bool(dropped & {"actor", "profileId"})
        assert (each.file_type is None) == ("doc_type" in dropped)


def test_two_things_at_one_instant_are_two():
    (first,) = kept(ROW, "client")
    (second,) = kept({**ROW, "id": {**ROW["id"], "uniqueQualifier": "-8"}}, "client")
    both = list(kept({**ROW, "events": ROW["events"] * 2}, "client"))
    assert len({each.event_id for each in (first, second, *both)}) == 3


def test_an_entry_without_its_time_or_owner_is_refused():
    for name in ("time", "customerId"):
        identity = {key: value for key, value in ROW["id"].items() if key != name}
        with pytest.raises(BadPayload):
            list(kept({**ROW, "id": identity}, "client"))


def test_a_nameless_visitor_is_nobody():
    assert list(kept({**ROW, "actor": {"profileId": ANONYMOUS}}, "client")) == []
