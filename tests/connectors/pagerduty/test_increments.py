"""What the second pull reads, and what it costs."""

from typing import Any

import pytest

from connectors.pagerduty import STREAMS
from tests.connectors.pagerduty.conftest import fill

NAMES = [stream.name for stream in STREAMS]


@pytest.fixture
def full(world: Any) -> Any:
    fill(world.account, incidents=120)
    for incident in world.account.incidents.values():
        if incident.status != "resolved":
            world.account.resolve(incident, None, world.ago(days=20))
    world.pull()
    world.time.pass_by(hours=1)
    return world


def quiet(world: Any) -> int:
    """Incidents that are open or had a log entry within 14 days."""
    horizon = world.ago(days=14)
    return len(
        {entry.incident.id for entry in world.account.entries if entry.created_at >= horizon}
    )


def counts(world: Any) -> dict[str, int]:
    return {name: len(world.landed(name)) for name in NAMES}


def test_the_first_pull_asks_once_for_each_incident(world: Any):
    fill(world.account, incidents=120)
    requests = world.read_requests("log_entry", "incident", "note")
    entries = -(-len(world.account.entries) // 99) + 14
    assert requests <= 1 + entries + 2 * 120


def test_when_nothing_changed_nothing_lands_and_only_recent_notes_are_read(full: Any):
    before = counts(full)
    recent = quiet(full)
    assert 0 < recent < 12
    # A probe, one page each of five walks by time and lists, two lists of teams, schedules and
    # members below them, and the notes.
    for _ in range(3):
        assert full.read_requests() <= 1 + 3 + 4 + 2 * (1 + 2) + recent
        full.time.pass_by(minutes=3)
    assert counts(full) == before


def test_one_changed_incident_costs_two_requests_more(full: Any):
    full.time.pass_by(minutes=30)
    full.read_requests()
    quiet_cost = full.read_requests()
    old = next(iter(full.account.incidents.values()))
    full.account.add_note(old, full.account.users["u1"], "Found the cause.")
    full.time.pass_by(minutes=1)
    before = counts(full)
    assert full.read_requests() == quiet_cost + 2
    after = counts(full)
    grown = {name: after[name] - before[name] for name in NAMES if after[name] != before[name]}
    assert grown == {"log_entry": 1, "incident": 1, "note": len(old.notes)}


def test_a_note_edited_and_a_note_deleted_later_are_noticed(full: Any):
    incident = list(full.account.incidents.values())[-2]
    ada = full.account.users["u1"]
    kept = full.account.add_note(incident, ada, "Looking.")
    gone = full.account.add_note(incident, ada, "Wrong window, sorry.")
    full.pull()
    assert (gone.id,) in full.latest("note")
    full.time.pass_by(days=5)
    full.account.edit_note(kept, "Status update: fixed")
    full.account.delete_note(gone)
    full.pull()
    row = full.latest("note")[kept.id,]
    assert row["is_status_update"]
    assert row["updated_at"] == "2026-03-07T09:00:00Z"
    newest = full.manifests("note")[-1]["cursor_out"]
    listed = [
        manifest["complete"]
        for manifest in full.manifests("note")
        if manifest["kind"] == "page" and manifest["cursor_out"] == newest
    ]
    assert [[key for key, _ in complete] for complete in listed] == [[[incident.id]]]
    assert gone.id not in {row["note_id"] for row in full.landed("note")[-len(incident.notes) :]}


def test_the_last_note_taken_away_leaves_an_empty_complete_list(full: Any):
    incident = full.account.trigger(next(iter(full.account.services.values())), "New")
    note = full.account.add_note(incident, full.account.users["u1"], "Oops.")
    full.pull()
    full.time.pass_by(days=1)
    full.account.delete_note(note)
    full.pull()
    assert full.complete("note") == [[incident.id]]


def test_an_open_incident_is_looked_at_for_as_long_as_it_is_open(full: Any):
    service = next(iter(full.account.services.values()))
    incident = full.account.trigger(service, "Open")
    full.account.add_note(incident, full.account.users["u1"], "Waiting.")
    full.pull()
    for _ in range(3):
        full.time.pass_by(days=30)
        before = len(full.server.log)
        full.pull()
        asked = [request.path for request in full.server.log[before:]]
        assert [path for path in asked if "notes" in path] == [f"/incidents/{incident.id}/notes"]
    full.account.edit_note(incident.notes[0], "Handover: waiting")
    full.pull()
    assert full.latest("note")[incident.notes[0].id,]["is_handover"]


def test_notes_of_a_cursor_without_their_hash_land_again(full: Any):
    positions = [("p", [key, "2026-03-02T00:00:00Z", False]) for key in full.account.incidents]

    def parents(_: str, after: str | None) -> Any:
        return iter(positions if after is None else ())

    again = full.walk("note", cursor={"after": "p"}, parents=parents)
    notes = sum(len(incident.notes) for incident in full.account.incidents.values())
    assert sum(len(batch.records.get("note", ())) for batch in again) == notes


def test_rows_that_vanished_from_a_list_are_missing_in_a_complete_one(full: Any):
    team = next(iter(full.account.teams.values()))
    before = len(full.landed("team_member"))
    team.members.pop(full.account.users["u3"].id)
    full.account.users.pop("u4")
    full.pull("team_member", "user", "service")
    assert full.complete("team_member") == [[]]
    assert full.complete("user") == [[]]
    assert len(full.landed("team_member")) - before == 4
    assert [manifest["kind"] for manifest in full.manifests("service")][-2:] == ["end", "end"]


def test_threads_read_the_same(full: Any, tmp_path: Any):
    alone = {name: full.latest(name).keys() for name in NAMES}
    full.zone.root = tmp_path / "again"
    full.pull(threads=4)
    assert {name: full.latest(name).keys() for name in NAMES} == alone


def test_a_schedule_that_is_seen_later_is_read_from_the_beginning(full: Any):
    hidden = full.account.schedules.pop(next(iter(full.account.schedules)))
    added = full.account.add_schedule("Third")
    full.pull("override")
    full.account.schedules[hidden.id] = hidden
    for schedule in (hidden, added):
        full.account.add_override(
            schedule, full.account.users["u1"], full.ago(days=300), full.ago(days=299)
        )
    full.time.pass_by(days=1)
    full.pull("override")
    rows = full.latest("override")
    assert {(each.id,) for each in hidden.overrides} <= rows.keys()
    assert (added.overrides[0].id,) not in rows
