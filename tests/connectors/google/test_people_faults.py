"""Every way in which the APIs of people and meetings fail to answer, and what is left then."""

import json
import logging
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from connectors.errors import (
    BadPayload,
    ClockSkew,
    CursorStuck,
    RateLimited,
    RedirectRefused,
    ScopeRevoked,
    Transient,
)
from connectors.settings import Runtime
from sandbox.google.model.calendar import File
from tests.connectors.conftest import NOW, Time
from tests.connectors.google.conftest import GoogleWorld, StrictServer, workspace
from tests.connectors.google.test_calendar import ADA, BO, CANARY, scope_of

CODE = "abc-defg-hij"
HTML = b"<!doctype html><title>Sign in</title>"
LATER = format_datetime(NOW + timedelta(seconds=45), usegmt=True)
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

APART = (("user", "group_member", "calendar"), ("group", "audit_event", "meet"))
"""Walks that fail in one pull: what each shares a scope or a client with is in the other half."""


def refusal(reason: str, text: str) -> bytes:
    """An error as Google writes it."""
    row = {"domain": "usageLimits", "reason": reason, "message": text}
    return json.dumps({"error": {"code": 403, "message": text, "errors": [row]}}).encode()


HEALED: dict[str, dict[str, Any]] = {
    "500": {"status": 500},
    "502": {"status": 502, "body": HTML},
    "503 with Retry-After": {"status": 503, "headers": {"Retry-After": "7"}},
    "reset": {"do": "reset"},
    "429, seconds": {"status": 429, "headers": {"Retry-After": "30"}},
    "429, date": {"status": 429, "headers": {"Retry-After": LATER}},
    "429, nothing": {"status": 429, "body": refusal("rateLimitExceeded", "Too many")},
    "403, of a user's limit": {
        "status": 403,
        "body": refusal("userRateLimitExceeded", "Quota exceeded for metric 'Queries'"),
    },
    "403, of a limit": {"status": 403, "body": refusal("rateLimitExceeded", "Rate Limit Exceeded")},
    "a page of HTML": {"body": HTML},
    "half, by length": {"do": "truncate"},
    "half, chunked": {"do": "truncate", "framing": "chunked"},
    "half, without length": {"do": "truncate", "framing": "none"},
    "no UTF-8": {"body": b'{"items": ["\xff"]}'},
    "401 once": {"status": 401},
}
KINDS = {
    "user": ("admin#directory#users", "users"),
    "group": ("admin#directory#groups", "groups"),
    "group_member": ("admin#directory#members", "members"),
    "audit_event": ("admin#reports#activities", "items"),
    "calendar": ("calendar#events", "items"),
    "meet": ("", "conferenceRecords"),
}


def page(walk: str, rows: Any, **more: Any) -> bytes:
    """A page of a walk's list with other rows."""
    kind, name = KINDS[walk]
    return json.dumps({"kind": kind, name: rows, **more}).encode()


FATAL: dict[str, tuple[Any, type[Exception]]] = {
    "500 for long": (lambda _: {"status": 500}, Transient),
    "403": (lambda _: {"status": 403, "body": refusal("forbidden", CANARY)}, ScopeRevoked),
    "404": (lambda _: {"status": 404, "body": refusal("notFound", CANARY)}, ScopeRevoked),
    "another host": (
        lambda _: {"status": 302, "headers": {"Location": "https://elsewhere.example/"}},
        RedirectRefused,
    ),
    "429 for an hour": (
        lambda _: {"status": 429, "headers": {"Retry-After": "3600"}},
        RateLimited,
    ),
    "a used-up quota": (
        lambda _: {"status": 403, "body": refusal("dailyLimitExceeded", CANARY)},
        RateLimited,
    ),
    "a list where an object is due": (lambda _: {"body": b"[]"}, BadPayload),
    "rows that are numbers": (lambda walk: {"body": page(walk, [7])}, BadPayload),
    "rows that are an object": (lambda walk: {"body": page(walk, {"a": 1})}, BadPayload),
    "rows of another form": (lambda walk: {"body": page(walk, [{"id": 7}])}, BadPayload),
    "a token that loops": (
        lambda walk: {"body": page(walk, [], nextPageToken="again")},
        CursorStuck,
    ),
}
# A group that vanished has no members.
EXPECTED_TO_PASS = {("group_member", "404")}


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


def everything(world: Any, walk: str) -> dict[str, Any]:
    """What a store would hold, but for when it was seen."""
    found = {name: world.latest(name, scope(walk)) for name in WALKS[walk]}
    for rows in found.values():
        for row in rows.values():
            row.pop("observed_at", None)
    return found


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The records of a pull that nothing disturbed."""
    time, folder = Time(), tmp_path_factory.mktemp("undisturbed")
    with StrictServer(workspace(time.now)) as server:
        runtime = Runtime(folder, time.now, time.monotonic, time.sleep)
        world = GoogleWorld(server, runtime, time, folder)
        fill(world)
        world.pull()
        return {walk: everything(world, walk) for walk in WALKS}


@pytest.fixture
def full(world: Any) -> Any:
    fill(world)
    return world


@pytest.mark.parametrize("fault", HEALED)
def test_a_fault_that_passes_costs_nothing_wherever_it_comes(full: Any, expected: Any, fault: str):
    for path in PATHS.values():
        full.server.on(path, nth=2, **HEALED[fault])
    assert [result.error for result in full.pull() if result.error] == []
    assert {walk: everything(full, walk) for walk in WALKS} == expected
    assert [step.match for step in full.server.steps if step.seen < 3] == []


@pytest.mark.parametrize("walks", APART)
@pytest.mark.parametrize("fault", FATAL)
def test_a_fault_that_stays_stops_its_walk_only_and_a_rerun_has_everything(
    full: Any, expected: Any, walks: tuple[str, ...], fault: str
):
    given, kind = FATAL[fault]
    for walk in walks:
        full.server.on(PATHS[walk], nth=2, times=99, **given(walk))
    failed = {(r.streams, r.scope): r.error for r in full.pull() if r.error is not None}
    stopped = {walk for walk in walks if (walk, fault) not in EXPECTED_TO_PASS}
    for walk in stopped:
        assert isinstance(failed.pop((WALKS[walk], scope(walk))), kind)
        manifest = full.manifests(WALKS[walk][0], scope(walk))[-1]
        assert manifest["covered_until"] is None
    # Groups are needed by the list of their members as well; paths of Meet name no calendar.
    also = {"group": (("group_member",), "directory"), "meet": (WALKS["meet"], scope_of(BO))}
    assert set(failed) <= {also[walk] for walk in walks if walk in also}
    full.server.steps.clear()
    full.time.pass_by(hours=25)
    full.workspace.clock = lambda: full.time.now()
    assert [result.error for result in full.pull() if result.error] == []
    assert {walk: everything(full, walk) for walk in WALKS} == expected


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


@pytest.mark.parametrize("walk", ["audit_event", "calendar", "meet"])
def test_a_walk_that_is_read_twice_lands_the_same(full: Any, expected: Any, walk: str):
    for _ in range(2):
        full.pull(*WALKS[walk])
        full.time.pass_by(hours=1)
    assert everything(full, walk) == expected[walk]


def test_a_clock_two_days_off_stops_the_pull(full: Any):
    full.workspace.clock = lambda: full.time.now() + timedelta(days=2)
    assert {type(result.error) for result in full.pull()} == {ClockSkew}


def test_nothing_that_must_not_be_kept_leaves_the_connector(
    full: Any, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.DEBUG):
        for status in (400, 401, 403, 404, 410, 422, 429, 451, 500):
            full.server.on("/", status=status, body=refusal("x", CANARY), times=9_999)
            for result in full.pull():
                text = f"{result.error!r} {result.error}"
                assert result.error is not None
                for word in (CANARY, "@", "pageToken", "timeMin"):
                    assert word not in text
            full.server.steps.clear()
        full.pull()
    for word in (CANARY, "@acme", "pageToken"):
        assert word not in caplog.text
    assert all(CANARY.encode() not in data for data in full.everything_landed())


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
