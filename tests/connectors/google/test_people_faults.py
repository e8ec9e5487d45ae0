"""Every way in which the APIs of people and meetings fail to answer, and what is left then."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.errors import (
    BadPayload,
    RateLimited,
    Transient,
)
from sandbox.google.model.calendar import File
from tests.connectors.google.test_calendar import ADA, BO, CANARY, scope_of

CODE = "abc-defg-hij"
WALKS = {
    "user": ("user",),
    "group": ("group",),
    "group_member": ("group_member",),
    "audit_event": ("audit_event",),
    "calendar": ("event", "attendee", "attachment"),
    "meet": ("conference", "participant", "meeting_file"),
}
PATHS = {
    "user": r"/v1/users\?",
    "group": r"/v1/groups\?",
    "group_member": r"/v1/groups/\w+/members",
    "audit_event": r"/activity/users",
    "calendar": r"/calendars/ada.*/events",
    "meet": r"/v2/conferenceRecords\?",
}


def refusal(reason: str, text: str) -> bytes:
    """An error as Google writes it."""
    row = {"domain": "usageLimits", "reason": reason, "message": text}
    return json.dumps({"error": {"code": 403, "message": text, "errors": [row]}}).encode()


# A group that vanished has no members.


def fill(world: Any) -> None:
    """Something for every walk, on several pages each."""
    space = world.workspace
    world.ada, world.bo = space.add_account("ada"), space.add_account("bo")
    world.settings |= {"calendars": (ADA, BO), "drive": "audit", "threads": 1}
    everybody = [space.add_account(f"p{number}") for number in range(4)]
    for number in range(4):
        space.add_group(f"g{number}", *everybody[: number + 1])
    for number in range(7):
        start = world.ago(days=number + 1)
        hour = timedelta(hours=1)
        space.log.add("edit", f"f{number}", world.ada, start, doc_title=CANARY)
        space.calendars.add_event(
            world.ada,
            [world.ada, world.bo],
            start,
            start + hour,
            CANARY,
            description=CANARY,
            attachments=[File(f"f{number}", CANARY)],
            code=CODE,
        )
        space.meet.add_call(
            CODE, world.ada, start, start + hour, people=[world.ada, None], smart_notes=f"n{number}"
        )
    for paging in (space.paging, space.log.paging, space.calendars.paging, space.meet.paging):
        paging.most = 3


def scope(walk: str) -> str:
    """Where a walk is looked at."""
    kinds = {"audit_event": "audit", "calendar": scope_of(ADA), "meet": scope_of(ADA)}
    return kinds.get(walk, "directory")


@pytest.fixture
def full(world: Any) -> Any:
    fill(world)
    return world


@pytest.mark.parametrize("walk", ["user", "group", "group_member", "audit_event", "calendar"])
def test_an_object_without_anything_is_no_empty_list(full: Any, walk: str):
    full.pull(*WALKS[walk])
    before = len(full.manifests(WALKS[walk][-1], scope(walk)))
    full.server.on(PATHS[walk], body=b"{}", times=99)
    full.time.pass_by(days=1)
    failed = [r for r in full.pull(*WALKS[walk]) if r.error is not None]
    assert {type(each.error) for each in failed} == {BadPayload}
    later = full.manifests(WALKS[walk][-1], scope(walk))[before:]
    assert all(manifest["complete"] == [] for manifest in later)


def test_a_used_up_quota_is_waited_for_by_the_next_pull(full: Any):
    full.server.on(
        "/calendars/", nth=3, times=99, status=403, body=refusal("dailyLimitExceeded", "Used up")
    )
    errors = [r.error for r in full.pull(*WALKS["calendar"])]
    assert {type(error) for error in errors} == {RateLimited}
    assert full.time.slept == []
    assert "2026-03-03 08:00 UTC" in str(errors[0])
    full.server.steps.clear()
    before = len(full.server.log)
    assert [r.error for r in full.pull(*WALKS["calendar"])] == [None, None]
    asked = [r.query for r in full.server.log[before:] if "/calendars/ada" in r.path]
    assert "pageToken" in asked[0]
    assert len(full.latest("event", scope_of(ADA))) == 7


def test_a_page_that_is_killed_goes_on_where_it_ended(full: Any, tmp_path: Path):
    full.zone.monotonic = iter(range(0, 1_000_000, 31)).__next__
    for walk in ("audit_event", "calendar", "meet"):
        full.server.on(PATHS[walk], nth=3, status=502, times=6)
        failed = [r for r in full.pull(*WALKS[walk]) if r.error]
        assert [type(each.error) for each in failed] == [Transient]
        landed = len(full.landed(WALKS[walk][0], scope(walk)))
        assert landed >= 6
        full.server.steps.clear()
        before = len(full.server.log)
        full.pull(*WALKS[walk])
        assert len(full.landed(WALKS[walk][0], scope(walk))) == 7
        asked = [r.query for r in full.server.log[before:] if "pageToken" in r.query]
        assert asked
