"""Who did what to files."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.google.activity import activity_records
from sandbox.google.model.files import Impersonated
from tests.connectors.google.conftest import GoogleWorld
from tests.connectors.google.drives import Drives, drives_of, fill

ROW: dict[str, Any] = {
    "timestamp": "2026-01-02T00:00:00Z",
    "actors": [{"user": {"knownUser": {"personName": "people/1"}}}],
    "targets": [{"fileComment": {"legacyCommentId": "c", "legacyDiscussionId": "d"}}],
    "actions": [{"detail": {"comment": {"post": {"subtype": "ADDED"}}}}],
}


@pytest.fixture
def drives(world: GoogleWorld) -> Drives:
    return drives_of(world)


def told(drives: Drives) -> list[tuple[str, str | None, str | None]]:
    rows = sorted(drives.world.latest("activity").values(), key=lambda row: row["occurred_at"])
    return [(row["action"], row["detail"], row["actor_id"]) for row in rows]


def test_every_act_is_told_with_the_account_that_did_it(drives: Drives):
    drive, (ada, bo, cy) = drives.drive, drives.people
    at = [drives.world.ago(days=3) + timedelta(hours=n) for n in range(14)]
    file = drive.add_file(drives.team, "Plan", at=at[0], by=ada, how="copy")
    drive.edit(file, bo, at[1])
    thread = drive.comment(file, cy, at[2])
    drive.reply(file, thread, ada, at[3])
    drive.resolve(file, thread, bo, at[4])
    drive.reopen(file, thread, cy, at[5])
    drive.accept(file, drive.suggest(file, cy, at[6]), ada, at[7])
    drive.reject(file, drive.suggest(file, bo, at[8]), ada, at[9])
    drive.assign(file, ada, bo, at[10])
    drive.rename(file, "Plan 2", ada, at[11])
    drive.trash(file, bo, at[12])
    drive.restore(file, bo, at[13])
    assert drives.errors("file", "activity") == {}
    assert told(drives) == [
        ("create", "copy", ada.id),
        ("edit", None, bo.id),
        ("comment", "added", cy.id),
        ("comment", "reply_added", ada.id),
        ("comment", "resolved", bo.id),
        ("comment", "reopened", cy.id),
        ("suggestion", "added", cy.id),
        ("suggestion", "accepted", ada.id),
        ("suggestion", "added", bo.id),
        ("suggestion", "rejected", ada.id),
        ("assignment", "added", ada.id),
        ("rename", None, ada.id),
        ("delete", None, bo.id),
        ("restore", None, bo.id),
    ]
    rows = drives.world.landed("activity")
    assert [row["assignee_id"] for row in rows if row["action"] == "assignment"] == [bo.id]
    assert {row["comment_id"] for row in rows if row["action"] == "comment"} == {thread}


def test_nobody_is_credited_for_what_no_known_account_did_itself(drives: Drives):
    drive = drives.drive
    file = drive.add_file(drives.team, "x", at=drives.world.ago(days=3), by="deletedUser")
    others = ("unknownUser", "anonymous", "administrator", "system", Impersonated(drives.people[0]))
    for hours, who in enumerate(others):
        drive.edit(file, who, drives.world.ago(days=2, hours=hours))
    drives.pull("file", "activity")
    rows = drives.world.landed("activity")
    assert {row["actor_id"] for row in rows} == {None}
    assert {row["actor_type"] for row in rows} == {
        "deleted_user",
        "unknown_user",
        "anonymous",
        "administrator",
        "system",
        "impersonation",
    }


def test_edits_in_a_row_are_told_as_a_range(drives: Drives):
    start = drives.world.ago(days=3)
    file = drives.drive.add_file(drives.team, "x", at=start - timedelta(days=1))
    for minutes in (0, 5, 12):
        drives.drive.edit(file, drives.people[0], start + timedelta(minutes=minutes))
    drives.pull("file", "activity")
    (row,) = [row for row in drives.world.landed("activity") if row["action"] == "edit"]
    assert row["started_at"] == "2026-02-27T08:00:00Z"
    assert row["occurred_at"] == "2026-02-27T08:12:00Z"


def test_only_what_may_be_new_is_asked_for(drives: Drives):
    fill(drives)
    drives.pull("file", "activity")
    landed = len(drives.world.landed("activity"))
    drives.world.time.pass_by(days=1)
    drives.drive.edit(drives.files[1], drives.people[0], drives.world.ago(hours=2))
    drives.pull("file", "activity")
    assert len(drives.world.landed("activity")) == landed + 1


def test_a_file_that_is_shared_later_is_read_from_the_beginning(drives: Drives):
    ada, bo, cy = drives.people
    file = drives.drive.add_file(bo, "x", at=drives.world.ago(days=30))
    drives.drive.edit(file, cy, drives.world.ago(days=20))
    for days in (10, 1):
        drives.pull("file", "activity")
        if days == 10:
            drives.world.time.pass_by(days=1)
            drives.drive.share(file, ada.email, drives.world.ago(hours=1))
    assert len(drives.world.latest("activity", drives.own)) == 2


def test_a_file_that_is_shared_again_or_moved_in_is_read_from_the_beginning(drives: Drives):
    ada, bo, cy = drives.people
    again = drives.drive.add_file(bo, "x", at=drives.world.ago(days=30))
    moved = drives.drive.add_file(cy, "y", at=drives.world.ago(days=30))
    drives.drive.share(again, ada.email, drives.world.ago(days=29))
    drives.pull("file", "activity")
    drives.drive.unshare(again, ada.email)
    drives.world.time.pass_by(days=2)
    drives.drive.edit(again, bo, drives.world.ago(days=1, hours=20))
    drives.pull("file", "activity")
    drives.world.time.pass_by(days=2)
    drives.drive.share(again, ada.email, drives.world.ago(hours=1))
    drives.drive.move(moved, drives.team, cy, drives.world.ago(hours=1))
    drives.pull("file", "activity")
    assert len(drives.world.latest("activity", drives.own)) == 2
    assert {row[0] for row in told(drives)} == {"create", "move"}


def test_edits_made_before_a_failed_listing_are_not_lost(drives: Drives):
    fill(drives)
    drives.pull("file", "activity")
    drives.world.time.pass_by(days=1)
    drives.drive.edit(drives.files[1], drives.people[0], drives.world.ago(hours=5))
    drives.world.server.on("/changes[?]", status=500, times=99)
    assert drives.errors("file", "activity")
    drives.world.server.steps.clear()
    drives.world.time.pass_by(days=1)
    before = len(drives.world.latest("activity"))
    assert drives.errors("file", "activity") == {}
    assert len(drives.world.latest("activity")) == before + 1


def test_one_file_that_is_refused_is_skipped_and_a_refused_api_is_not(drives: Drives):
    fill(drives)
    drives.world.server.on("activity:query", status=403, nth=2)
    assert drives.errors("file", "activity") == {}
    assert len({row["file_id"] for row in drives.world.landed("activity")}) == 5
    drives.world.time.pass_by(days=1)
    for file in drives.files:
        drives.drive.edit(file, drives.people[0], drives.world.ago(hours=2))
    drives.world.workspace.granted.discard("drive.activity.readonly")
    errors = drives.errors("file", "activity")
    assert {(name, error.code) for (_, name), error in errors.items()} == {
        ("activity", "SCOPE_REVOKED")
    }
    drives.world.workspace.granted.add("drive.activity.readonly")
    before = len(drives.world.latest("activity"))
    assert drives.errors("file", "activity") == {}
    assert len(drives.world.latest("activity")) == before + 6


def test_an_activity_of_several_actions_and_actors_is_told_of_each():
    others = [{"user": {"knownUser": {"personName": "people/2"}}}, *ROW["actors"]]
    own = {"detail": {"edit": {}}, "actor": others[0], "timestamp": "2026-01-03T00:00:00Z"}
    ignored = {"detail": {"permissionChange": {}}}
    row = {**ROW, "actors": others, "actions": [*ROW["actions"], own, ignored]}
    found = list(activity_records(row, "f"))
    assert [(r.action, r.actor_id, r.occurred_at.day) for r in found] == [
        ("comment", "2", 2),
        ("comment", "1", 2),
        ("edit", "2", 3),
    ]
    assert len({record.activity_id for record in found}) == 3


@given(
    st.sets(st.sampled_from(sorted(ROW))),
    st.sampled_from([None, {}, {"comment": {}}, {"comment": {"post": {}}}, {"create": {}}]),
    st.sampled_from([None, {}, {"user": {}}, {"user": {"knownUser": {}}}]),
)
def test_an_activity_of_which_google_hides_anything_credits_nobody_else(
    hidden: set[str], detail: Any, actor: Any
):
    row = {name: value for name, value in ROW.items() if name not in hidden}
    if "actions" in row and detail is not None:
        row["actions"] = [{"detail": detail}]
    if "actors" in row and actor is not None:
        row["actors"] = [actor]
    for record in activity_records(row, "f"):
        assert (record.actor_type == "user") == (record.actor_id is not None)
        assert record.actor_id in (None, "1")
    if hidden & {"timestamp", "actions"}:
        assert list(activity_records(row, "f")) == []
