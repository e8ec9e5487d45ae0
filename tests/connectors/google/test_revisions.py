"""Revisions as far as Google still shows them."""

from datetime import UTC, datetime

import pytest

from connectors.errors import BadPayload
from connectors.google.revisions import revision_record
from tests.connectors.google.conftest import GoogleWorld
from tests.connectors.google.drives import Drives, drives_of, fill

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def drives(world: GoogleWorld) -> Drives:
    return drives_of(world)


def test_revisions_that_google_merges_later_stay(drives: Drives):
    file = drives.drive.add_file(drives.team, "x", at=drives.world.ago(days=3))
    drives.drive.edit(file, drives.people[0], drives.world.ago(minutes=20))
    drives.pull("file", "revision")
    first = set(drives.world.latest("revision"))
    assert len(first) == 2
    drives.world.time.pass_by(minutes=30)
    drives.drive.edit(file, drives.people[0], drives.world.ago(minutes=5))
    drives.drive.most_revisions = 1
    drives.pull("file", "revision")
    assert len(drives.world.latest("revision")) == 3
    assert first < set(drives.world.latest("revision"))
    assert drives.world.complete("revision") == []


def test_who_may_only_look_lists_no_revisions(drives: Drives):
    fill(drives)
    drives.team.members[drives.people[1].email] = "reader"
    assert drives.errors("file", "revision") == {}
    assert drives.world.landed("revision") == []
    assert drives.world.landed("revision", drives.own)
    asked = {path.split("/")[-2] for path in drives.world.server.paths("/revisions$")}
    assert asked == {file.id for file in drives.files if file.drive is None}


def test_one_file_whose_revisions_are_refused_is_skipped(drives: Drives):
    fill(drives)
    drives.world.server.on("/revisions", status=403, nth=2)
    assert drives.errors("file", "revision") == {}
    assert len({row["file_id"] for row in drives.world.landed("revision")}) == 5


@pytest.mark.parametrize("hidden", ["modifiedTime", "lastModifyingUser", "emailAddress", "id"])
def test_a_revision_of_which_google_hides_anything_is_not_guessed(hidden: str):
    user = {} if hidden == "emailAddress" else {"emailAddress": "Ada@acme.example"}
    row = {"id": "1", "modifiedTime": "2026-01-01T00:00:00Z", "lastModifyingUser": user}
    row.pop(hidden, None)
    if hidden == "id":
        with pytest.raises(BadPayload):
            revision_record(row, "f", NOW)
        return
    record = revision_record(row, "f", NOW)
    assert (record is None) == (hidden == "modifiedTime")
    assert record is None or record.editor_email is None
