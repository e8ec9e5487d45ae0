"""What a drive has, and what changes in it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import BadPayload, NotFound
from connectors.google.file_records import Changed, file_record
from tests.connectors.google.conftest import GoogleWorld
from tests.connectors.google.drives import Drives, drives_of, fill

NOW = datetime(2026, 3, 2, tzinfo=UTC)
ROW = {
    "id": "f1",
    "name": "Minutes",
    "mimeType": "application/vnd.google-apps.document",
    "createdTime": "2026-01-01T00:00:00.000Z",
    "modifiedTime": "2026-01-02T00:00:00.000Z",
    "trashed": False,
    "driveId": "d1",
    "webViewLink": "https://docs.google.com/document/d/f1/edit?usp=drivesdk",
    "sharedWithMeTime": "2026-01-01T00:00:00.000Z",
    "owners": [{"emailAddress": "Ada@acme.example"}],
    "lastModifyingUser": {"emailAddress": "Bo@acme.example"},
    "capabilities": {"canReadRevisions": True},
}


@pytest.fixture
def drives(world: GoogleWorld) -> Drives:
    return drives_of(world)


def ids(drives: Drives, scope: str) -> set[str]:
    return {key[0] for key in drives.world.latest("file", scope)}


def test_what_exists_is_listed_once_and_then_only_what_changes(drives: Drives):
    fill(drives)
    assert drives.errors("file") == {}
    assert ids(drives, drives.shared) == {f.id for f in drives.files if f.drive}
    assert ids(drives, drives.own) == {f.id for f in drives.files if not f.drive}
    landed = len(drives.world.landed("file"))
    drives.world.time.pass_by(days=1)
    drives.drive.edit(drives.files[1], drives.people[2], drives.world.ago(hours=2))
    new = drives.drive.add_file(drives.team, "New", at=drives.world.ago(hours=1))
    drives.pull("file")
    assert len(drives.world.landed("file")) == landed + 2
    assert drives.world.latest("file")[drives.files[1].id,]["last_editor_email"] == (
        drives.people[2].email
    )
    assert drives.world.latest("file")[new.id,]["owner_email"] is None


def test_a_file_is_kept_without_its_title(drives: Drives):
    ada = drives.people[0]
    file = drives.drive.add_file(ada, "Notes - Weekly", at=drives.world.ago(days=3))
    drives.pull("file")
    (row,) = drives.world.landed("file", drives.own)
    assert row["url"] == f"https://docs.google.com/document/d/{file.id}/edit"
    assert (row["owner_email"], row["title_class"]) == (ada.email, "minutes")
    assert row["drive_id"] is None
    assert row["meeting_hash"] is not None


def test_folders_and_shortcuts_are_no_files_and_pictures_have_no_activity(drives: Drives):
    for kind in ("folder", "shortcut"):
        drives.drive.add_file(
            drives.team, kind, f"application/vnd.google-apps.{kind}", at=drives.world.ago(days=1)
        )
    picture = drives.drive.add_file(drives.team, "p", "image/png", at=drives.world.ago(days=1))
    drives.pull("file", "activity")
    assert ids(drives, drives.shared) == {picture.id}
    assert drives.world.landed("activity") == []
    drives.world.time.pass_by(days=1)
    folder = drives.drive.add_file(
        drives.team, "f", "application/vnd.google-apps.folder", at=drives.world.ago(hours=1)
    )
    drives.pull("file")
    assert folder.id not in ids(drives, drives.shared)


def test_what_is_older_than_the_first_pull_reads_is_not_listed(drives: Drives):
    old = drives.drive.add_file(drives.team, "old", at=drives.world.ago(days=500))
    drives.pull("file")
    assert drives.world.landed("file") == []
    drives.drive.edit(old, drives.people[0], drives.world.ago(minutes=1))
    drives.world.time.pass_by(days=1)
    drives.pull("file")
    assert ids(drives, drives.shared) == {old.id}


def test_a_file_taken_from_a_reader_is_not_deleted_and_a_trashed_one_is_told(drives: Drives):
    ada, bo = drives.people[:2]
    shared, own = (
        drives.drive.add_file(who, "x", at=drives.world.ago(days=9)) for who in (bo, ada)
    )
    drives.drive.share(shared, ada.email, drives.world.ago(days=8))
    drives.pull("file")
    drives.world.time.pass_by(days=1)
    drives.drive.unshare(shared, ada.email)
    drives.drive.trash(own, ada, drives.world.ago(hours=2))
    assert drives.errors("file") == {}
    rows = drives.world.latest("file", drives.own)
    assert not rows[shared.id,]["is_trashed"]
    assert rows[own.id,]["is_trashed"]
    assert drives.world.complete("file") == []


def test_an_own_drive_does_not_lead_into_shared_drives(drives: Drives):
    fill(drives)
    drives.pull("file", drives=(drives.people[0].email,))
    drives.world.time.pass_by(days=1)
    drives.drive.edit(drives.files[1], drives.people[0], drives.world.ago(hours=1))
    drives.pull("file", drives=(drives.people[0].email,))
    assert ids(drives, drives.own) == {f.id for f in drives.files if not f.drive}


def test_what_changes_while_the_list_is_read_is_read_as_well(drives: Drives):
    fill(drives)
    drives.drive.most_rows = 2
    late = drives.files[1]

    def act() -> None:
        drives.drive.edit(late, drives.people[2], drives.world.ago(seconds=1))
        drives.drive.add_file(drives.team, "during", at=drives.world.ago(seconds=1))
        drives.drive.delete_forever(drives.files[3])

    drives.world.server.on("/files[?].*driveId", "run", nth=2, call=act)
    assert drives.errors("file") == {}
    rows = drives.world.latest("file")
    expected = {f.id for f in drives.drive.files.values() if f.drive} - {drives.files[3].id}
    assert {key[0] for key in rows} - {drives.files[3].id} == expected
    assert rows[late.id,]["last_editor_email"] == drives.people[2].email


def test_a_list_whose_token_ran_out_starts_anew(drives: Drives):
    fill(drives)
    drives.drive.most_rows = 2
    batches = drives.world.walk("file")
    drives.world.server.on("/files[?].*pageToken", status=400)
    rest = drives.world.walk("file", cursor=batches[0].cursor)
    found = {record.file_id for batch in rest for record in batch.records["file"]}
    assert found == {f.id for f in drives.files if f.drive}


def test_a_list_that_is_refused_on_its_way_fails(drives: Drives):
    fill(drives)
    drives.drive.most_rows = 2
    drives.world.server.on("/files[?].*pageToken", status=400, times=9)
    assert {error.code for error in drives.errors("file").values()} == {"PERMANENT"}
    drives.world.server.steps.clear()
    assert drives.errors("file") == {}
    assert ids(drives, drives.shared) == {f.id for f in drives.files if f.drive}


@pytest.mark.parametrize("is_later", [False, True])
def test_a_drive_resumes_from_every_batch(drives: Drives, is_later: bool):
    fill(drives)
    drives.drive.most_rows = 2
    cursor = None
    if is_later:
        cursor = drives.world.walk("file")[-1].cursor
        drives.world.time.pass_by(days=1)
        for file in drives.files:
            drives.drive.edit(file, drives.people[0], drives.world.ago(hours=1))

    def keys(batches: list[Any]) -> tuple[set[str], set[str]]:
        records = {r.file_id for batch in batches for r in batch.records["file"]}
        return records, {key[0] for batch in batches for key in batch.changed["file"]}

    batches = drives.world.walk("file", cursor=cursor)
    assert len(batches) >= 3
    assert keys(batches)[0] == {f.id for f in drives.files if f.drive}
    for index, batch in enumerate(batches):
        rest = drives.world.walk("file", cursor=batch.cursor)
        assert keys([*batches[: index + 1], *rest]) == keys(batches)
        assert rest[-1].cursor["changes"] == batches[-1].cursor["changes"]


def test_a_quiet_night_costs_two_requests_a_drive(drives: Drives):
    fill(drives)
    drives.pull()
    drives.world.time.pass_by(days=1)
    assert drives.world.read_requests("file", "activity", "revision", "scribe") <= 2 * 2


def test_a_night_costs_a_few_requests_for_each_changed_file(drives: Drives):
    fill(drives, 40)
    drives.pull()
    drives.world.time.pass_by(days=1)
    for file in drives.files[:10]:
        drives.drive.edit(file, drives.people[0], drives.world.ago(hours=1))
        drives.drive.edit(file, drives.people[1], drives.world.ago(minutes=30))
    most = 10 * 3 + 2 * (2 + 3)
    assert drives.world.read_requests("file", "activity", "revision", "scribe") <= most


def test_a_drive_taken_away_fails_alone(drives: Drives):
    fill(drives)
    drives.pull()
    drives.world.time.pass_by(days=1)
    del drives.team.members[drives.people[1].email]
    drives.drive.edit(drives.files[0], drives.people[0], drives.world.ago(hours=1))
    errors = drives.errors()
    assert {scope for scope, _ in errors} == {drives.shared}
    assert isinstance(errors[drives.shared, "file"], NotFound)
    assert drives.people[0].email not in str(errors)


def test_a_suspended_person_stops_that_persons_drive_only(drives: Drives):
    fill(drives)
    drives.people[0].is_suspended = True
    errors = drives.errors("file")
    assert [(scope, error.code) for (scope, _), error in errors.items()] == [
        (drives.own, "SCOPE_REVOKED")
    ]
    drives.people[0].is_suspended = False
    assert drives.errors("file") == {}
    assert ids(drives, drives.own) == {f.id for f in drives.files if not f.drive}


@given(st.sets(st.sampled_from(sorted(set(ROW) - {"id"}))))
def test_a_file_of_which_google_hides_anything_is_neither_guessed_nor_a_crash(hidden: set[str]):
    row = {name: value for name, value in ROW.items() if name not in hidden}
    record, key = file_record(row, NOW), Changed.of(row, NOW)
    assert (record is None) == bool(hidden & {"mimeType", "createdTime", "modifiedTime"})
    assert (key is None) == ("mimeType" in hidden)
    if record is not None:
        assert (record.owner_email is None) == ("owners" in hidden)
        assert (record.title_class is None) == ("name" in hidden)
    if key is not None:
        assert key.may_list == ("capabilities" not in hidden)


def test_a_file_without_an_id_is_refused():
    with pytest.raises(BadPayload):
        file_record({**ROW, "id": None}, NOW)


def test_a_link_that_is_none_of_the_web_is_not_kept():
    record = file_record({**ROW, "webViewLink": "javascript:alert(1)"}, NOW)
    assert record is not None
    assert record.url == "https://drive.google.com/file/d/f1/view"
